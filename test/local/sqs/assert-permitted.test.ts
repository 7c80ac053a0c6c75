import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIam } from '../../../local/iam/local-iam';
import { assertMayNotify, assertMayPoll } from '../../../local/sqs/assert-permitted';
import { Template } from '../../../local/template/template';
import type { ResourceDocument } from '../../../local/template/template-document';

const templateOf = (Resources: Record<string, ResourceDocument>) =>
  new Template(
    { Resources: { Uploads: { Type: 'AWS::SQS::Queue' }, Other: { Type: 'AWS::SQS::Queue' }, ...Resources } },
    { control: 'http://c', upload: 'http://u', delivery: 'http://d' },
  );
const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:Uploads';

describe('notifications', () => {
  const policy = (
    statement: Record<string, unknown>,
    queue = 'Uploads',
  ): Record<string, ResourceDocument> => ({
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: queue }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sqs:SendMessage',
              Principal: { Service: 's3.amazonaws.com' },
              ...statement,
            },
          ],
        },
      },
    },
  });
  const mayNotify = (resources: Record<string, ResourceDocument>) => {
    try {
      assertMayNotify(templateOf(resources), 'staging', QUEUE_ARN);
      return true;
    } catch (error) {
      expect(String(error)).toContain(`lets S3 send its events to ${QUEUE_ARN}`);
      return false;
    }
  };

  test.each<[string, Record<string, unknown>, boolean]>([
    ['for S3', {}, true],
    [
      'for S3 with this bucket as source',
      { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::staging' } } },
      true,
    ],
    [
      'for S3 of this account',
      { Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } },
      true,
    ],
    ['for another bucket', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::images' } } }, false],
    ['for another service', { Principal: { Service: 'sns.amazonaws.com' } }, false],
    ['for receiving', { Action: 'sqs:ReceiveMessage' }, false],
    ['that denies', { Effect: 'Deny' }, false],
  ])('with a queue policy %s: %#', (_what, statement, expected) => {
    expect(mayNotify(policy(statement))).toBe(expected);
  });

  test('are refused when the policy is on another queue, or missing', () => {
    expect(mayNotify(policy({}, 'Other'))).toBe(false);
    expect(mayNotify({})).toBe(false);
  });
});

describe('polling', () => {
  const poll = (...actions: string[]) => {
    const template = templateOf({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: { Statement: [] },
          Policies: [
            { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: QUEUE_ARN }] } },
          ],
        },
      },
      Ingest: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: { 'Fn::GetAtt': ['Uploads', 'Arn'] }, FunctionName: { Ref: 'Ingest' } },
      },
    });
    const dataDir = mkdtempSync(join(tmpdir(), 'local-permitted-'));
    try {
      assertMayPoll(template, new LocalIam(template, dataDir));
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  };

  test('needs the three actions that Lambda uses', () => {
    const all = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

    expect(() => poll(...all)).not.toThrow();
    for (const missing of all)
      expect(() => poll(...all.filter((action) => action !== missing))).toThrow(
        `Mapping: the role of Ingest lacks ${missing} on its queue`,
      );
  });
});
