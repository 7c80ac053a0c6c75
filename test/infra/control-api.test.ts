import { ROUTES } from '../../lambdas/http/routes';
import { SynthesisedTemplate } from './support/template';

const template = SynthesisedTemplate.of('default');
const customised = SynthesisedTemplate.of('customised');

const FUNCTIONS = {
  mint: 'FunctionsMintFunction',
  create: 'FunctionsCreateFunction',
  read: 'FunctionsReadFunction',
  manage: 'FunctionsManageFunction',
};

/** Which function a route's target, `integrations/<id>`, invokes. */
const functionBehind = (target: unknown): string => {
  const integration = /^integrations\/<(.+)>$/.exec(String(target))?.[1] ?? '';
  return String(template.get(integration).Properties['IntegrationUri']);
};

const routes = Object.fromEntries(
  Object.values(template.ofType('AWS::ApiGatewayV2::Route')).map(({ Properties }) => [
    String(Properties['RouteKey']),
    functionBehind(Properties['Target']),
  ]),
);

describe('The control API', () => {
  test('has the routes that the handlers dispatch on, and read for everything else', () => {
    const expected = ROUTES.map((route) => [
      `${route.method} ${route.path}`,
      `<${FUNCTIONS[route.function]}.Arn>`,
    ]);

    expect(routes).toEqual({ ...Object.fromEntries(expected), $default: `<${FUNCTIONS.read}.Arn>` });
  });

  test('sends payload version 2 and shares one integration among a function’s routes', () => {
    const integrations = Object.values(template.ofType('AWS::ApiGatewayV2::Integration'));

    expect(integrations).toHaveLength(Object.keys(FUNCTIONS).length);
    for (const { Properties } of integrations)
      expect(Properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
  });

  test('has one permission for each function, for every route of this API and no other', () => {
    const permissions = Object.values(template.ofType('AWS::Lambda::Permission'))
      .map(({ Properties }) => Properties)
      .filter(({ SourceArn }) => String(SourceArn).includes('<ControlApi>'));

    expect(permissions).toHaveLength(Object.keys(FUNCTIONS).length);
    for (const permission of permissions)
      expect(permission).toMatchObject({
        Principal: 'apigateway.amazonaws.com',
        SourceArn: 'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<ControlApi>/*/*',
      });
  });

  test('has no CORS: a page that may call it would hold the account’s token', () => {
    expect(template.get('ControlApi').Properties).not.toHaveProperty('CorsConfiguration');
  });

  test.each([
    ['default', 200, 400],
    ['customised', 7, 9],
  ] as const)('throttles all callers together (%s)', (variant, rate, burst) => {
    const { Properties } = SynthesisedTemplate.of(variant).get('ControlStage');

    expect(Properties).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
    });
  });

  test('logs no headers, queries or bodies', () => {
    const { AccessLogSettings } = template.get('ControlStage').Properties;

    const { Format, DestinationArn } = AccessLogSettings as { Format: string; DestinationArn: string };
    const variables = Object.values(JSON.parse(Format) as Record<string, string>);
    expect(variables).toEqual(
      expect.arrayContaining(['$context.requestId', '$context.routeKey', '$context.status']),
    );
    expect(variables.filter((variable) => /header|query|body|authoriz/i.test(variable))).toEqual([]);
    expect(DestinationArn).toBe('<ControlAccessLogs.Arn>');
  });

  test('has a host name of its own with TLS 1.2, and then no other', () => {
    const { Properties } = customised.get('ControlDomain');
    const [mapping] = Object.values(customised.ofType('AWS::ApiGatewayV2::ApiMapping'));

    expect(Properties).toEqual({
      DomainName: 'api.example.com',
      DomainNameConfigurations: [
        {
          CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/control',
          EndpointType: 'REGIONAL',
          SecurityPolicy: 'TLS_1_2',
        },
      ],
    });
    expect(mapping?.Properties).toMatchObject({ ApiId: '<ControlApi>', Stage: '$default' });
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
      ControlDomainTarget: '<ControlDomain.RegionalDomainName>',
      UploadDomainTarget: expect.stringMatching(/^<UploadApiDomain\w*\.RegionalDomainName>$/),
      DeliveryDomainTarget: expect.stringMatching(/^<Delivery\w+\.DomainName>$/),
    });
  });
});
