import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { globalName } from '../../lib/constructs/global-name';
import { SynthesisedTemplate, type TemplateResource } from './support/template';

const template = SynthesisedTemplate.of('default');
const customised = SynthesisedTemplate.of('customised');

/** Where a physical name is in the properties of the kinds that have one for the whole account or region. */
const NAME_OF: Readonly<Record<string, (properties: Readonly<Record<string, unknown>>) => unknown>> = {
  'AWS::ApiGateway::RestApi': ({ Name }) => Name,
  'AWS::CloudFront::CachePolicy': ({ CachePolicyConfig }) => nameIn(CachePolicyConfig),
  'AWS::CloudFront::Function': ({ Name }) => Name,
  'AWS::CloudFront::OriginAccessControl': ({ OriginAccessControlConfig }) =>
    nameIn(OriginAccessControlConfig),
  'AWS::CloudFront::ResponseHeadersPolicy': ({ ResponseHeadersPolicyConfig }) =>
    nameIn(ResponseHeadersPolicyConfig),
  'AWS::CloudWatch::Alarm': ({ AlarmName }) => AlarmName,
  'AWS::CloudWatch::Dashboard': ({ DashboardName }) => DashboardName,
  'AWS::DynamoDB::GlobalTable': ({ TableName }) => TableName,
  'AWS::DynamoDB::Table': ({ TableName }) => TableName,
  'AWS::Events::EventBus': ({ Name }) => Name,
  'AWS::Events::Rule': ({ Name }) => Name,
  'AWS::IAM::Role': ({ RoleName }) => RoleName,
  'AWS::Lambda::Function': ({ FunctionName }) => FunctionName,
  'AWS::S3::Bucket': ({ BucketName }) => BucketName,
  'AWS::SNS::Topic': ({ TopicName }) => TopicName,
  'AWS::SQS::Queue': ({ QueueName }) => QueueName,
};

const nameIn = (config: unknown): unknown => (config as { Name?: unknown }).Name;

/** The names that a deployment gives itself; what has none gets a unique one from CloudFormation. */
const namesIn = (from: SynthesisedTemplate, types: readonly string[] = Object.keys(NAME_OF)): string[] =>
  types.flatMap((type) =>
    Object.values(from.ofType(type)).flatMap(({ Properties }: TemplateResource) => {
      const name = NAME_OF[type]?.(Properties);
      return name === undefined ? [] : [`${type} ${name}`];
    }),
  );

/** The kinds whose names are unique in the account, not only in a region of it. */
const GLOBAL_TYPES = [
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CloudWatch::Dashboard',
];

describe('Names', () => {
  test('are shared by no two deployments of different stack names', () => {
    const names = namesIn(template);

    const others = new Set(namesIn(customised));
    expect(names.length).toBeGreaterThan(GLOBAL_TYPES.length);
    expect(names.filter((name) => others.has(name))).toEqual([]);
  });

  test.each(GLOBAL_TYPES)('of %s, unique in the account, hold stack name and region', (type) => {
    expect(namesIn(template, [type])).toEqual([expect.stringMatching(/ DirectUpload-.*<AWS::Region>$/)]);
    expect(namesIn(customised, [type])).toEqual([expect.stringMatching(/ Pictures-.*<AWS::Region>$/)]);
  });
});

describe('A global name', () => {
  const nameFor = (stackName: string, region: string) => {
    const stack = new Stack(new App(), 'DirectUpload', { stackName, env: { region } });
    return globalName(new Construct(stack, 'Delivery'), 'headers');
  };
  const longName = (end: string) => 'a-'.repeat(63).concat(end).padStart(128, 'x');

  test('fits into the 64 characters of CloudFront, however long stack name and region are', () => {
    expect(nameFor(longName('b'), 'us-northisoregion-1')).toMatch(/^[A-Za-z0-9-]{1,64}$/);
  });

  test('is of one deployment alone, also when its stack name is too long to be in it', () => {
    expect(nameFor(longName('b'), 'eu-west-1')).not.toBe(nameFor(longName('c'), 'eu-west-1'));
    expect(nameFor('a-b', 'eu-west-1')).not.toBe(nameFor('ab', 'eu-west-1'));
    expect(nameFor('a', 'eu-west-1')).not.toBe(nameFor('a', 'eu-west-2'));
  });

  test.each(['Default', 'Resource', 'Delivery'])('exists for a stack called %s', (stackName) => {
    expect(nameFor(stackName, 'eu-west-1')).toMatch(/^Delivery\b.*-headers-eu-west-1$/);
  });
});
