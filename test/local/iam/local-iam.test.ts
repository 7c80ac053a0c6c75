import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIam } from '../../../local/iam/local-iam';
import { Template } from '../../../local/template/template';
import type { ResourceDocument } from '../../../local/template/template-document';

const origins = {
  control: 'http://127.0.0.1:1',
  upload: 'http://127.0.0.1:2',
  delivery: 'http://127.0.0.1:3',
};
const lambdaTrust = {
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
};
const role = (properties: Record<string, unknown> = {}): ResourceDocument => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: lambdaTrust, ...properties },
});
const policy = (roleId: string, Statement: unknown): ResourceDocument => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'p', PolicyDocument: { Statement }, Roles: [{ Ref: roleId }] },
});
const allow = (Action: unknown, Resource: unknown, more: Record<string, unknown> = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown) => ({ Effect: 'Deny', Action, Resource });
const roleArn = (logicalId: string) => `arn:aws:iam::000000000000:role/${logicalId}`;
const bucketObject = 'arn:aws:s3:::images/images/a';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'local-iam-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const iamOf = (resources: Record<string, ResourceDocument>, now?: () => Date) =>
  new LocalIam(new Template({ Resources: resources }, origins), dataDir, now);
const mayMint = (statements: unknown, action: string, resource: string, context = {}) => {
  const iam = iamOf({ Mint: role(), MintPolicy: policy('Mint', statements) });
  return iam.isAllowed(iam.issue(roleArn('Mint')).accessKeyId, action, resource, context);
};

describe('permissions of a role', () => {
  test('are nothing without a policy', () => {
    expect(mayMint([], 's3:GetObject', bucketObject)).toBe(false);
  });

  test('are what an attached policy allows, on the resources it names', () => {
    const statements = [
      allow(['s3:GetObject*', 's3:PutObject'], [{ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::images/*` }]),
    ];

    expect(mayMint(statements, 's3:GetObject', bucketObject)).toBe(true);
    expect(mayMint(statements, 's3:GetObjectTagging', bucketObject)).toBe(true);
    expect(mayMint(statements, 's3:DeleteObject', bucketObject)).toBe(false);
    expect(mayMint(statements, 's3:GetObject', 'arn:aws:s3:::staging/a')).toBe(false);
  });

  test('never include what any statement denies, in whatever order they stand', () => {
    const everything = allow('*', '*');
    const butNotThis = deny('s3:Put*', 'arn:aws:s3:::images/*');

    expect(mayMint([everything, butNotThis], 's3:PutObject', bucketObject)).toBe(false);
    expect(mayMint([butNotThis, everything], 's3:PutObject', bucketObject)).toBe(false);
    expect(mayMint([butNotThis, everything], 's3:GetObject', bucketObject)).toBe(true);
  });

  test('compare actions without regard to case, but resources exactly', () => {
    expect(mayMint([allow('S3:getobject', '*')], 's3:GetObject', bucketObject)).toBe(true);
    expect(mayMint([allow('s3:GetObject', bucketObject.toUpperCase())], 's3:GetObject', bucketObject)).toBe(
      false,
    );
  });

  test('belong to the role they are attached to, not to another', () => {
    const iam = iamOf({ Mint: role(), Read: role(), Policy: policy('Mint', allow('s3:*', '*')) });

    expect(iam.isAllowed(iam.issue(roleArn('Mint')).accessKeyId, 's3:GetObject', bucketObject)).toBe(true);
    expect(iam.isAllowed(iam.issue(roleArn('Read')).accessKeyId, 's3:GetObject', bucketObject)).toBe(false);
  });

  test('come from inline and managed policies too', () => {
    const iam = iamOf({
      Inline: role({ Policies: [{ PolicyName: 'x', PolicyDocument: { Statement: [allow('sqs:*', '*')] } }] }),
      Managed: role({ ManagedPolicyArns: [{ Ref: 'Shared' }] }),
      Shared: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: { Statement: [allow('sqs:*', '*')] } },
      },
    });

    for (const id of ['Inline', 'Managed'])
      expect(iam.isAllowed(iam.issue(roleArn(id)).accessKeyId, 'sqs:SendMessage', 'arn:aws:sqs:::q')).toBe(
        true,
      );
  });

  test('follow conditions on the request', () => {
    const statements = [
      allow('s3:ListBucket', '*', { Condition: { StringLike: { 's3:prefix': ['images/*', 'derived/*'] } } }),
    ];

    expect(mayMint(statements, 's3:ListBucket', 'arn:aws:s3:::images', { 's3:prefix': 'derived/x' })).toBe(
      true,
    );
    expect(mayMint(statements, 's3:ListBucket', 'arn:aws:s3:::images', { 's3:prefix': 'staging/' })).toBe(
      false,
    );
    expect(mayMint(statements, 's3:ListBucket', 'arn:aws:s3:::images')).toBe(false);
  });

  test('need every value to match under ForAllValues', () => {
    const statements = [
      allow('dynamodb:*', '*', {
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['IMAGE#*'] } },
      }),
    ];
    const mayRead = (...keys: string[]) =>
      mayMint(statements, 'dynamodb:GetItem', 'x', { 'dynamodb:LeadingKeys': keys });

    expect(mayRead('IMAGE#1', 'IMAGE#2')).toBe(true);
    expect(mayRead('IMAGE#1', 'TOKEN#2')).toBe(false);
  });

  test.each([
    ['NotAction', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }, /Action/],
    ['NotResource', { Effect: 'Allow', Action: 's3:*', Resource: '*', NotResource: 'x' }, /NotResource/],
    [
      'an unknown operator',
      allow('s3:*', '*', { Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } } }),
      /DateLessThan/,
    ],
    ['a policy variable', allow('s3:*', `arn:aws:s3:::b/\${aws:username}`), /policy variables/],
  ])('refuse to start on %s, which would be misjudged', (_what, statement, message) => {
    expect(() => iamOf({ Mint: role(), MintPolicy: policy('Mint', [statement]) })).toThrow(message);
  });

  test('ignore conditions on services that do not run here', () => {
    const statement = allow('xray:Put*', '*', { Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } } });

    expect(() => iamOf({ Mint: role(), MintPolicy: policy('Mint', [statement]) })).not.toThrow();
  });

  test('refuse to start on a managed policy whose content is not known', () => {
    const resources = { Mint: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] }) };

    expect(() => iamOf(resources)).toThrow(/AmazonS3FullAccess/);
  });
});

describe('credentials', () => {
  test('are unknown when nobody issued them', () => {
    const iam = iamOf({ Mint: role() });

    expect(iam.credentialsOf('ASIAFORGED')).toBeUndefined();
    expect(iam.isAllowed('ASIAFORGED', 's3:GetObject', bucketObject)).toBe(false);
  });

  test('cannot be issued for a role the template does not have', () => {
    expect(() => iamOf({}).issue(roleArn('Ghost'))).toThrow(/no role/);
  });

  test('end when they say', () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const iam = iamOf({ Mint: role(), P: policy('Mint', allow('s3:*', '*')) }, () => now);
    const { accessKeyId, expiration } = iam.issue(roleArn('Mint'), 900);

    expect(expiration).toEqual(new Date('2026-01-01T00:15:00Z'));
    expect(iam.isAllowed(accessKeyId, 's3:GetObject', bucketObject)).toBe(true);
    now = new Date('2026-01-01T00:15:00Z');
    expect(iam.credentialsOf(accessKeyId)).toBeUndefined();
    expect(iam.isAllowed(accessKeyId, 's3:GetObject', bucketObject)).toBe(false);
  });

  test('survive a restart until their end, so that presigned forms do', () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const issued = iamOf({ Mint: role() }, () => now).issue(roleArn('Mint'), 900);
    appendFileSync(join(dataDir, 'iam', 'sessions.jsonl'), '{"credentials":{"access');

    const restarted = iamOf({ Mint: role() }, () => now);
    now = new Date('2026-01-01T01:00:00Z');
    const later = iamOf({ Mint: role() }, () => now);

    expect(later.credentialsOf(issued.accessKeyId)).toBeUndefined();
    now = new Date('2026-01-01T00:10:00Z');
    expect(restarted.credentialsOf(issued.accessKeyId)).toEqual(issued);
  });

  test('of the administrator may do everything and do not outlive the service', () => {
    const iam = iamOf({});

    expect(iam.isAllowed(iam.admin.accessKeyId, 'dynamodb:PutItem', 'anything')).toBe(true);
    expect(iamOf({}).credentialsOf(iam.admin.accessKeyId)).toBeUndefined();
  });
});

describe('trust', () => {
  const trusting = (Principal: unknown, more: Record<string, unknown> = {}) =>
    role({
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, ...more }],
      },
    });
  const isTrusted = (signer: ResourceDocument) => {
    const iam = iamOf({ Mint: role(), Signer: signer });
    return iam.isTrusted(iam.issue(roleArn('Mint')).accessKeyId, roleArn('Signer'));
  };

  test('is given to the role that is named, or to the whole account', () => {
    expect(isTrusted(trusting({ AWS: { 'Fn::GetAtt': ['Mint', 'Arn'] } }))).toBe(true);
    expect(isTrusted(trusting({ AWS: { 'Fn::Sub': `arn:aws:iam::\${AWS::AccountId}:root` } }))).toBe(true);
  });

  test('is not given to other roles, or when only a service is named', () => {
    expect(isTrusted(trusting({ AWS: roleArn('Other') }))).toBe(false);
    expect(isTrusted(trusting({ Service: 'lambda.amazonaws.com' }))).toBe(false);
  });

  test('can be narrowed by a condition on the caller', () => {
    const everyone = { AWS: 'arn:aws:iam::000000000000:root' };
    const only = (pattern: string) => ({ Condition: { ArnLike: { 'aws:PrincipalArn': pattern } } });

    expect(isTrusted(trusting(everyone, only('arn:aws:iam::*:role/Mint*')))).toBe(true);
    expect(isTrusted(trusting(everyone, only('arn:aws:iam::*:role/Read*')))).toBe(false);
  });
});
