import { ROUTES } from '../../lambdas/http/routes';
import { SynthesisedTemplate, type TemplateResource } from './support/template';

const template = SynthesisedTemplate.of('default');
const customised = SynthesisedTemplate.of('customised');

const FUNCTIONS = {
  mint: 'FunctionsMintFunction',
  create: 'FunctionsCreateFunction',
  read: 'FunctionsReadFunction',
  manage: 'FunctionsManageFunction',
};

interface Integration {
  readonly Type: string;
  readonly Uri: string;
  readonly [property: string]: unknown;
}

const ofControlApi = (type: string): Record<string, TemplateResource> =>
  Object.fromEntries(
    Object.entries(template.ofType(type)).filter(
      ([, { Properties }]) => Properties['RestApiId'] === '<ControlApi>',
    ),
  );

const resources = ofControlApi('AWS::ApiGateway::Resource');

/** The path of a resource, from the root of the API on. */
const pathOf = (reference: unknown): string => {
  const resource = resources[/^<(.+)>$/.exec(String(reference))?.[1] ?? ''];
  return resource ? `${pathOf(resource.Properties['ParentId'])}/${resource.Properties['PathPart']}` : '';
};

const methods = Object.values(ofControlApi('AWS::ApiGateway::Method')).map(({ Properties }) => ({
  key: `${Properties['HttpMethod']} ${pathOf(Properties['ResourceId'])}`,
  authorization: Properties['AuthorizationType'],
  integration: Properties['Integration'] as Integration,
}));

/** A route's path without its stage. */
const inApi = (path: string): string => path.replace(/^\/(?:client|images)/, '');

const invocationOf = (name: keyof typeof FUNCTIONS): string =>
  `arn:<AWS::Partition>:apigateway:<AWS::Region>:lambda:path/2015-03-31/functions/<${FUNCTIONS[name]}.Arn>/invocations`;

describe('The control API', () => {
  test('has the routes that the handlers dispatch on, and read for the methods that a path lacks', () => {
    const routes = ROUTES.map((route) => [
      `${route.method} ${inApi(route.path)}`,
      invocationOf(route.function),
    ]);
    const others = ROUTES.map(({ path }) => [`ANY ${inApi(path)}`, invocationOf('read')]);

    expect(Object.fromEntries(methods.map(({ key, integration }) => [key, integration.Uri]))).toEqual(
      Object.fromEntries([...routes, ...others]),
    );
  });

  test.each(['create', 'read', 'manage'] as const)('waits for %s as long as it waits at all', (name) => {
    const { Timeout } = template.get(FUNCTIONS[name]).Properties;

    expect(Timeout).toBe(29);
  });

  test('checks tokens in its functions, and nowhere else', () => {
    expect(new Set(methods.map(({ authorization }) => authorization))).toEqual(new Set(['NONE']));
  });

  test('hands requests over as they are, except those that create images', () => {
    const made = methods.filter(({ integration }) => integration.Type !== 'AWS_PROXY');

    expect(made.map(({ key }) => key).sort()).toEqual([
      'POST /v1',
      'POST /v4/accounts/{account_id}/images/v1',
    ]);
    expect(template.get('ControlApi').Properties['BinaryMediaTypes']).toEqual(['*/*']);
  });

  test('never takes a body for the event of the function that creates images', () => {
    const { integration } = methods.find(({ key }) => key === 'POST /v1') ?? {};

    expect(integration).toMatchObject({
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      PassthroughBehavior: 'NEVER',
      ContentHandling: 'CONVERT_TO_TEXT',
    });
    expect(Object.keys(integration?.['RequestTemplates'] ?? {}).sort()).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
    ]);
  });

  test('has one permission for each function, for every method of this API and no other', () => {
    const permissions = Object.values(template.ofType('AWS::Lambda::Permission'))
      .map(({ Properties }) => Properties)
      .filter(({ SourceArn }) => String(SourceArn).includes('<ControlApi>'));

    expect(permissions.map(({ FunctionName }) => FunctionName).sort()).toEqual(
      Object.values(FUNCTIONS)
        .map((name) => `<${name}.Arn>`)
        .sort(),
    );
    for (const permission of permissions)
      expect(permission).toMatchObject({
        Principal: 'apigateway.amazonaws.com',
        SourceArn: 'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<ControlApi>/*/*/*',
      });
  });

  test('has no CORS: a page that may call it would hold the account’s token', () => {
    expect(methods.filter(({ key }) => key.startsWith('OPTIONS'))).toEqual([]);
    expect(JSON.stringify(ofControlApi('AWS::ApiGateway::GatewayResponse'))).not.toContain('Allow-Origin');
  });

  test('is one deployment with a stage for the first segment of each of its paths', () => {
    const stages = Object.values(ofControlApi('AWS::ApiGateway::Stage')).map(({ Properties }) => Properties);

    expect(stages.map(({ StageName }) => StageName).sort()).toEqual(['client', 'images']);
    expect(new Set(stages.map(({ DeploymentId }) => DeploymentId)).size).toBe(1);
    for (const stage of stages) expect(stage).toMatchObject({ TracingEnabled: true });
  });

  test.each([
    ['default', 200, 400],
    ['customised', 7, 9],
  ] as const)('throttles each method for all callers together (%s)', (variant, rate, burst) => {
    for (const id of ['ControlApiDeploymentStageclient', 'ControlImagesStage'])
      expect(SynthesisedTemplate.of(variant).get(id).Properties['MethodSettings']).toEqual([
        {
          DataTraceEnabled: false,
          HttpMethod: '*',
          LoggingLevel: 'ERROR',
          ResourcePath: '/*',
          ThrottlingBurstLimit: burst,
          ThrottlingRateLimit: rate,
        },
      ]);
  });

  test('logs no headers, queries or bodies', () => {
    const { AccessLogSetting } = template.get('ControlImagesStage').Properties;

    const { Format, DestinationArn } = AccessLogSetting as { Format: string; DestinationArn: string };
    const variables = Object.values(JSON.parse(Format) as Record<string, string>);
    expect(variables).toEqual(
      expect.arrayContaining(['$context.requestId', '$context.resourcePath', '$context.status']),
    );
    expect(variables.filter((variable) => /header|query|body|authoriz/i.test(variable))).toEqual([]);
    expect(DestinationArn).toContain('<ControlAccessLogs>');
  });

  test('has a host name of its own with TLS 1.2 and the same paths, and then no other', () => {
    const { Properties } = customised.get('ControlApiDomain');
    const mappings = Object.values(customised.ofType('AWS::ApiGateway::BasePathMapping'))
      .map((mapping) => mapping.Properties)
      .filter(({ RestApiId }) => RestApiId === '<ControlApi>');

    expect(Properties).toEqual({
      DomainName: 'api.example.com',
      RegionalCertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/control',
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
    });
    expect(mappings.map(({ BasePath, Stage }) => [BasePath, Stage])).toEqual([
      ['client', '<ControlApiDeploymentStageclient>'],
      ['images', '<ControlImagesStage>'],
    ]);
    expect(customised.get('ControlApi').Properties['DisableExecuteApiEndpoint']).toBe(true);
  });
});

describe('Outputs', () => {
  test('name what a user and the scripts need', () => {
    const outputs = template.outputs();

    expect(outputs).toMatchObject({
      ControlBaseUrl: 'https://<ControlApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>/client/v4',
      UploadBaseUrl: 'https://<UploadApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>/upload',
      DeliveryBaseUrl: expect.stringMatching(/^https:\/\/<Delivery\w+\.DomainName>$/),
      TableName: '<RecordsTable>',
      StagingBucketName: '<BucketsStaging>',
      ImagesBucketName: '<BucketsImages>',
      IngestQueueUrl: '<IngestQueue>',
      DeadLetterQueueUrl: '<IngestDeadLetterQueue>',
      AlarmTopicArn: '<MonitoringAlarmsTopic>',
      DashboardUrl: expect.stringMatching(/#dashboards\/dashboard\/<MonitoringDashboardsDashboard>$/),
    });
    expect(Object.keys(outputs).filter((name) => name.endsWith('DomainTarget'))).toEqual([]);
  });

  test('say where the DNS records of own host names point', () => {
    const outputs = customised.outputs();

    expect(outputs).toMatchObject({
      ControlBaseUrl: 'https://api.example.com/client/v4',
      UploadBaseUrl: 'https://up.example.com',
      DeliveryBaseUrl: 'https://img.example.com',
      ControlDomainTarget: '<ControlApiDomain.RegionalDomainName>',
      UploadDomainTarget: expect.stringMatching(/^<UploadApiDomain\w*\.RegionalDomainName>$/),
      DeliveryDomainTarget: expect.stringMatching(/^<Delivery\w+\.DomainName>$/),
    });
  });
});
