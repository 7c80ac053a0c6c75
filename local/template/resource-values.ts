import { LOCAL_ACCOUNT_ID, LOCAL_REGION, localArn } from './pseudo-parameters';

/** What a value is made of: the logical id and the explicit physical name, if the template gives one. */
interface Identity {
  readonly logicalId: string;
  /** The physical name: the template's own, or the logical id in the spelling the service allows. */
  readonly name: string;
}

type Value = (identity: Identity) => string;

/** What CloudFormation returns for one resource type. */
interface ResourceValues {
  /** Property that holds an explicit physical name. */
  readonly nameProperty?: string;
  readonly nameOf?: (logicalId: string) => string;
  readonly ref: Value;
  readonly attributes?: Readonly<Record<string, Value>>;
}

const name: Value = (identity) => identity.name;
const arn =
  (service: string, prefix = ''): Value =>
  (identity) =>
    localArn(service, `${prefix}${identity.name}`);
const lowerCase = (logicalId: string) => logicalId.toLowerCase();
/** S3 names: lower case, at most 63 characters; CDK's logical ids end in a hash, so the end tells them apart. */
const bucketName = (logicalId: string) => logicalId.toLowerCase().slice(-63);
const bucketArn: Value = (identity) => `arn:aws:s3:::${identity.name}`;
const iamArn =
  (kind: string): Value =>
  (identity) =>
    `arn:aws:iam::${LOCAL_ACCOUNT_ID}:${kind}/${identity.name}`;
const queueUrl: Value = (identity) =>
  `https://sqs.${LOCAL_REGION}.amazonaws.com/${LOCAL_ACCOUNT_ID}/${identity.name}`;
const functionArn = arn('lambda', 'function:');
const plain: ResourceValues = { ref: name };
const withId: ResourceValues = { ref: name, attributes: { Id: name } };

const table: ResourceValues = {
  nameProperty: 'TableName',
  ref: name,
  attributes: { Arn: arn('dynamodb', 'table/') },
};

/**
 * Ref and Fn::GetAtt of every resource type the template may point at. Values have AWS's shape, so that policies,
 * URLs and events look as deployed; host names of this app's own APIs become local origins later (`local-origins.ts`).
 */
export const RESOURCE_VALUES: Readonly<Record<string, ResourceValues>> = {
  'AWS::ApiGateway::Account': plain,
  'AWS::ApiGateway::Authorizer': { ref: name, attributes: { AuthorizerId: name } },
  'AWS::ApiGateway::Deployment': { ref: name, attributes: { DeploymentId: name } },
  'AWS::ApiGateway::Model': plain,
  'AWS::ApiGateway::RequestValidator': plain,
  'AWS::ApiGateway::Resource': { ref: name, attributes: { ResourceId: name } },
  'AWS::ApiGateway::RestApi': {
    nameOf: lowerCase,
    ref: name,
    attributes: { RootResourceId: (identity) => `${identity.name}-root`, RestApiId: name },
  },
  'AWS::ApiGateway::Stage': { nameProperty: 'StageName', ref: name },
  'AWS::CloudFront::CachePolicy': withId,
  'AWS::CloudFront::Distribution': {
    nameOf: lowerCase,
    ref: name,
    attributes: { Id: name, DomainName: (identity) => `${identity.name}.cloudfront.net` },
  },
  'AWS::CloudFront::Function': {
    ref: arn('cloudfront', 'function/'),
    attributes: { FunctionARN: arn('cloudfront', 'function/') },
  },
  'AWS::CloudFront::OriginAccessControl': withId,
  'AWS::CloudFront::OriginRequestPolicy': withId,
  'AWS::CloudFront::ResponseHeadersPolicy': withId,
  'AWS::CloudWatch::Alarm': {
    nameProperty: 'AlarmName',
    ref: name,
    attributes: { Arn: arn('cloudwatch', 'alarm:') },
  },
  'AWS::CloudWatch::CompositeAlarm': {
    nameProperty: 'AlarmName',
    ref: name,
    attributes: { Arn: arn('cloudwatch', 'alarm:') },
  },
  'AWS::CloudWatch::Dashboard': { nameProperty: 'DashboardName', ref: name },
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::Events::EventBus': {
    nameProperty: 'Name',
    ref: name,
    attributes: { Arn: arn('events', 'event-bus/') },
  },
  'AWS::Events::Rule': { nameProperty: 'Name', ref: name, attributes: { Arn: arn('events', 'rule/') } },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    ref: iamArn('policy'),
    attributes: { PolicyArn: iamArn('policy') },
  },
  'AWS::IAM::Policy': plain,
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    ref: name,
    attributes: { Arn: iamArn('role'), RoleId: (identity) => `AROA${identity.name.toUpperCase()}` },
  },
  'AWS::KMS::Key': { ref: name, attributes: { Arn: arn('kms', 'key/'), KeyId: name } },
  'AWS::Lambda::EventSourceMapping': withId,
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', ref: name, attributes: { Arn: functionArn } },
  'AWS::Lambda::Permission': plain,
  'AWS::Lambda::Url': {
    nameOf: lowerCase,
    ref: functionArn,
    attributes: {
      FunctionArn: functionArn,
      FunctionUrl: (identity) => `https://${identity.name}.lambda-url.${LOCAL_REGION}.on.aws/`,
    },
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    ref: name,
    attributes: { Arn: (identity) => localArn('logs', `log-group:${identity.name}:*`) },
  },
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    nameOf: bucketName,
    ref: name,
    attributes: {
      Arn: bucketArn,
      DomainName: (identity) => `${identity.name}.s3.amazonaws.com`,
      RegionalDomainName: (identity) => `${identity.name}.s3.${LOCAL_REGION}.amazonaws.com`,
    },
  },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    ref: arn('sns'),
    attributes: { TopicArn: arn('sns'), TopicName: name },
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    ref: queueUrl,
    attributes: { Arn: arn('sqs'), QueueName: name, QueueUrl: queueUrl },
  },
};
