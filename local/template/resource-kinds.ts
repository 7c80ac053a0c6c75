import type { Template } from './template';
import { TemplateError } from './template-error';

/** Kinds that the local service runs, reads or checks. */
const RUN = new Set([
  'AWS::ApiGateway::Authorizer',
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Model',
  'AWS::ApiGateway::RequestValidator',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
]);

/** Kinds that nothing on a laptop needs, each with the reason. */
const NOT_NEEDED: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Account': 'the role for access logs of the whole account; local logs are files',
  'AWS::ApiGateway::BasePathMapping': 'own domains exist in DNS only; locally every host has its port',
  'AWS::ApiGateway::DomainName': 'as AWS::ApiGateway::BasePathMapping',
  'AWS::CDK::Metadata': 'CDK usage statistics',
  'AWS::CloudWatch::Alarm': 'nobody is woken by a laptop',
  'AWS::CloudWatch::CompositeAlarm': 'as AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard': 'there are no metrics to show',
  'AWS::KMS::Alias': 'nothing is encrypted at rest locally',
  'AWS::KMS::Key': 'as AWS::KMS::Alias',
  'AWS::Logs::LogGroup': 'local logs are files in DATA_DIR/logs',
  'AWS::S3::BucketPolicy':
    'refuses plain HTTP and TLS before 1.2; plain HTTP is all there is between local processes',
  'AWS::SNS::Subscription': 'alarm e-mails',
  'AWS::SNS::Topic': 'as AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy': 'as AWS::SNS::Subscription',
  'AWS::SQS::QueuePolicy':
    'read when it is checked who may send; functions need the permission in their own role',
  'Custom::S3AutoDeleteObjects':
    'runs when a stack is deleted; `npm start -- --reset` empties the local data',
};

/**
 * Makes sure that the local service knows every kind of resource in the template: what it does not run, it leaves out
 * knowingly.
 * @throws TemplateError that lists the kinds nobody decided about.
 */
export const assertKnownKinds = (template: Template): void => {
  const unknown = [...template.types()].filter(
    ([type]) => !RUN.has(type) && !Object.hasOwn(NOT_NEEDED, type),
  );
  if (unknown.length === 0) return;
  const list = unknown.map(([type, logicalIds]) => `${type} (${logicalIds.join(', ')})`).join('; ');
  throw new TemplateError('Resources', `the local service neither runs nor knowingly leaves out ${list}`);
};
