import { SynthesisedTemplate } from './support/template';

const template = SynthesisedTemplate.of('default');
const customised = SynthesisedTemplate.of('customised');

interface MethodProperties {
  readonly HttpMethod: string;
  readonly Integration: Readonly<Record<string, unknown>> & {
    readonly IntegrationResponses: {
      readonly StatusCode: string;
      readonly ResponseParameters: Readonly<Record<string, string>>;
    }[];
  };
  readonly MethodResponses: {
    readonly StatusCode: string;
    readonly ResponseParameters: Readonly<Record<string, boolean>>;
  }[];
}

const ofUploadApi = (type: string): Readonly<Record<string, unknown>>[] =>
  Object.values(template.ofType(type))
    .map(({ Properties }) => Properties)
    .filter(({ RestApiId }) => RestApiId === '<UploadApi>');

const methods = ofUploadApi('AWS::ApiGateway::Method') as unknown as MethodProperties[];

describe('The upload endpoint', () => {
  test('is one resource with uploads, preflight and an answer for every other method', () => {
    const paths = ofUploadApi('AWS::ApiGateway::Resource').map(({ PathPart }) => PathPart);

    expect(paths).toEqual(['{account_hash}', '{object}']);
    expect(methods.map(({ HttpMethod }) => HttpMethod).sort()).toEqual(['ANY', 'OPTIONS', 'POST', 'PUT']);
  });

  test('passes bodies on as they are', () => {
    expect(template.get('UploadApi').Properties['BinaryMediaTypes']).toEqual(['*/*']);
  });

  test.each(['POST', 'PUT'])('%s puts the body where the authorizer says, once', (method) => {
    const { Properties } = template.get(`UploadApiaccounthashobject${method}`);

    expect(Properties).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: '<UploadAuthorizer>',
      Integration: {
        Type: 'AWS',
        IntegrationHttpMethod: 'PUT',
        Uri: 'arn:<AWS::Partition>:apigateway:<AWS::Region>:s3:path/<BucketsStaging>/{prefix}/{account_hash}/{object}',
        Credentials: '<UploadStorageRole.Arn>',
        PassthroughBehavior: 'WHEN_NO_MATCH',
        RequestParameters: {
          'integration.request.path.prefix': 'context.authorizer.prefix',
          'integration.request.path.account_hash': 'method.request.path.account_hash',
          'integration.request.path.object': 'method.request.path.object',
          'integration.request.header.Content-Type': 'method.request.header.Content-Type',
          'integration.request.header.If-None-Match': "'*'",
        },
      },
      RequestParameters: {
        'method.request.path.account_hash': true,
        'method.request.path.object': true,
        'method.request.header.Content-Type': false,
      },
    });
    const { Integration } = Properties as unknown as MethodProperties;
    expect(Integration).not.toHaveProperty('RequestTemplates');
    expect(Integration).not.toHaveProperty('ContentHandling');
  });

  test('asks the authorizer about every request, with the request', () => {
    const { Properties } = template.get('UploadAuthorizer');

    expect(Properties).toMatchObject({ Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0 });
    expect(Properties['AuthorizerUri']).toMatch(/functions\/<AuthorizerFunction\.Arn>\/invocations$/);
    expect(Properties).not.toHaveProperty('IdentitySource');
  });

  test('lets only its own authorizer be invoked by API Gateway', () => {
    const permissions = Object.values(template.ofType('AWS::Lambda::Permission'))
      .map(({ Properties }) => Properties)
      .filter(({ FunctionName }) => FunctionName === '<AuthorizerFunction.Arn>');

    expect(permissions).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: '<AuthorizerFunction.Arn>',
        Principal: 'apigateway.amazonaws.com',
        SourceArn:
          'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<UploadApi>/authorizers/<UploadAuthorizer>',
      },
    ]);
  });

  test.each(['OPTIONS', 'ANY'])(
    '%s is a mock that works with binary bodies and any content type',
    (method) => {
      const { Properties } = template.get(`UploadApiaccounthashobject${method}`);

      expect(Properties).toMatchObject({
        AuthorizationType: 'NONE',
        Integration: { Type: 'MOCK', ContentHandling: 'CONVERT_TO_TEXT', PassthroughBehavior: 'NEVER' },
      });
      const { RequestTemplates } = (Properties as unknown as MethodProperties).Integration;
      const request = JSON.parse(
        (RequestTemplates as Record<string, string>)['application/json'] ?? '',
      ) as object;
      expect(request).toEqual({ statusCode: method === 'OPTIONS' ? 204 : 405 });
    },
  );

  test.each(methods.map((method) => [method.HttpMethod, method] as const))(
    '%s declares every status and header that it answers with',
    (_, { Integration, MethodResponses }) => {
      const answered = Integration.IntegrationResponses.map(({ StatusCode, ResponseParameters }) => ({
        StatusCode,
        headers: Object.keys(ResponseParameters),
      }));

      const declared = MethodResponses.map(({ StatusCode, ResponseParameters }) => ({
        StatusCode,
        headers: Object.keys(ResponseParameters),
      }));
      expect(declared).toEqual(answered);
    },
  );

  test.each([
    ['default', 200, 400],
    ['customised', 3, 5],
  ] as const)(
    'throttles, and keeps no URL, body or header in logs and traces (%s)',
    (variant, rate, burst) => {
      const [stage] = Object.values(SynthesisedTemplate.of(variant).ofType('AWS::ApiGateway::Stage'));

      expect(stage?.Properties).toMatchObject({
        StageName: 'upload',
        TracingEnabled: false,
        MethodSettings: [
          {
            HttpMethod: '*',
            ResourcePath: '/*',
            ThrottlingRateLimit: rate,
            ThrottlingBurstLimit: burst,
            LoggingLevel: 'ERROR',
            DataTraceEnabled: false,
          },
        ],
      });
      const accessLog = stage?.Properties['AccessLogSetting'] as { Format: string } | undefined;
      const variables = Object.values(JSON.parse(accessLog?.Format ?? '{}') as Record<string, string>);
      expect(variables).toContain('$context.resourcePath');
      expect(variables.filter((variable) => /path$|header|body|\.image|token/i.test(variable))).toEqual([
        '$context.resourcePath',
      ]);
    },
  );

  test('sets the account’s log role and leaves it behind, or leaves it alone', () => {
    const accounts = Object.values(template.ofType('AWS::ApiGateway::Account'));

    expect(accounts).toEqual([expect.objectContaining({ DeletionPolicy: 'Retain' })]);
    expect(template.get('ApiLogsRole').DeletionPolicy).toBe('Retain');
    expect(customised.ofType('AWS::ApiGateway::Account')).toEqual({});
  });

  test('has a regional host name of its own with TLS 1.2, and then no other', () => {
    const domain = customised.get('UploadApiDomain');
    const mappings = Object.values(customised.ofType('AWS::ApiGateway::BasePathMapping'))
      .map((mapping) => mapping.Properties)
      .filter(({ RestApiId }) => RestApiId === '<UploadApi>');

    expect(domain.Properties).toMatchObject({
      DomainName: 'up.example.com',
      EndpointConfiguration: { Types: ['REGIONAL'] },
      RegionalCertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/upload',
      SecurityPolicy: 'TLS_1_2',
    });
    expect(mappings).toEqual([
      {
        DomainName: '<UploadApiDomain>',
        RestApiId: '<UploadApi>',
        Stage: '<UploadApiDeploymentStageupload>',
      },
    ]);
    expect(customised.get('UploadApi').Properties['DisableExecuteApiEndpoint']).toBe(true);
    expect(template.get('UploadApi').Properties['DisableExecuteApiEndpoint']).toBe(false);
  });
});
