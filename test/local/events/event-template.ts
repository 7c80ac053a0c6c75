import { Template } from '../../../local/template/template';
import type { ResourceDocument } from '../../../local/template/template-document';

/** The bus `Bus` of the template. */
export const BUS_ARN = 'arn:aws:events:us-east-1:000000000000:event-bus/pictures-events';
/** The queue `Hooks` of the template. */
export const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:Hooks';

/** A rule on the bus that sends everything of ours to the queue `Hooks`. */
export const rule = (properties: Record<string, unknown> = {}): ResourceDocument => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    EventBusName: { Ref: 'Bus' },
    EventPattern: { source: ['direct-upload.images'] },
    Targets: [{ Id: 'Target0', Arn: { 'Fn::GetAtt': ['Hooks', 'Arn'] } }],
    ...properties,
  },
});

/** A policy of the queue `Hooks` that lets EventBridge send on behalf of the rule `Rule`. */
export const queuePolicy = (statement: Record<string, unknown> = {}, queue = 'Hooks'): ResourceDocument => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
          Principal: { Service: 'events.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Rule', 'Arn'] } } },
          ...statement,
        },
      ],
    },
  },
});

/** A role that may send to the bus under our source, and one that may not. */
const roles: Record<string, ResourceDocument> = {
  Ingest: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Statement: [] },
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: 'events:PutEvents',
                Resource: { 'Fn::GetAtt': ['Bus', 'Arn'] },
                Condition: { StringEquals: { 'events:source': 'direct-upload.images' } },
              },
            ],
          },
        },
      ],
    },
  },
  Read: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
};

/** A template with a bus, two queues, and what the test adds to it. */
export const eventTemplate = (resources: Record<string, ResourceDocument> = {}): Template =>
  new Template(
    {
      Resources: {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'pictures-events' } },
        Hooks: { Type: 'AWS::SQS::Queue' },
        Other: { Type: 'AWS::SQS::Queue' },
        ...roles,
        ...resources,
      },
    },
    { control: 'http://c', upload: 'http://u', delivery: 'http://d' },
  );
