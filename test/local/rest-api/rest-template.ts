import { templateOf } from '../gateway/template-of';

type Properties = Record<string, unknown>;

/** What a test changes of the small REST API. */
export interface RestParts {
  readonly api?: Properties;
  readonly stage?: Properties;
  readonly authorizer?: Properties | null;
  readonly method?: Properties;
  readonly integration?: Properties;
  readonly gatewayResponses?: Properties[];
  readonly permission?: Properties | null;
  readonly role?: Properties;
  readonly more?: Record<string, { Type: string; Properties?: Properties }>;
}

const api = { Ref: 'Api' };

/** A method response for each status, with all of these headers declared. */
export const methodResponses = (statuses: string[], headers: string[] = []) =>
  statuses.map((StatusCode) => ({
    StatusCode,
    ResponseParameters: Object.fromEntries(headers.map((name) => [`method.response.header.${name}`, true])),
  }));

/**
 * A REST API with `POST /{account}/{object}` (authorizer, S3), `GET /mock` and `ANY /rest/{proxy+}` (mocks). The role may
 * put below `staging/` only.
 */
export const restTemplate = (parts: RestParts = {}) =>
  templateOf({
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: { Name: 'test-upload', BinaryMediaTypes: ['*/*'], ...parts.api },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: api } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: api, DeploymentId: { Ref: 'Deployment' }, StageName: 'v1', ...parts.stage },
    },
    Account: resource({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }, '{account}'),
    Object: resource({ Ref: 'Account' }, '{object}'),
    Mock: resource({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }, 'mock'),
    Rest: resource({ 'Fn::GetAtt': ['Api', 'RootResourceId'] }, 'rest'),
    Proxy: resource({ Ref: 'Rest' }, '{proxy+}'),
    Fn: { Type: 'AWS::Lambda::Function', Properties: {} },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'apigateway.amazonaws.com' } },
          ],
        },
        Policies: [
          {
            PolicyName: 'Put',
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 's3:PutObject',
                  Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/staging/*']] },
                },
              ],
            },
          },
        ],
        ...parts.role,
      },
    },
    ...authorizer(parts),
    Upload: { Type: 'AWS::ApiGateway::Method', Properties: uploadMethod(parts) },
    GetMock: { Type: 'AWS::ApiGateway::Method', Properties: mockMethod('GET', { Ref: 'Mock' }) },
    AnyProxy: { Type: 'AWS::ApiGateway::Method', Properties: mockMethod('ANY', { Ref: 'Proxy' }) },
    ...Object.fromEntries(
      (parts.gatewayResponses ?? []).map((properties, index) => [
        `GatewayResponse${index}`,
        { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: api, ...properties } },
      ]),
    ),
    ...parts.more,
  });

const resource = (ParentId: unknown, PathPart: string) => ({
  Type: 'AWS::ApiGateway::Resource',
  Properties: { RestApiId: api, ParentId, PathPart },
});

const authorizer = ({ authorizer: changes, permission }: RestParts) => ({
  Authorizer: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      RestApiId: api,
      Name: 'Authorizer',
      Type: 'REQUEST',
      AuthorizerResultTtlInSeconds: 0,
      AuthorizerUri: {
        'Fn::Join': [
          '',
          [
            'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/',
            { 'Fn::GetAtt': ['Fn', 'Arn'] },
            '/invocations',
          ],
        ],
      },
      ...changes,
    },
  },
  ...(permission !== null && {
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: {
          'Fn::Join': [
            '',
            ['arn:aws:execute-api:us-east-1:000000000000:', api, '/authorizers/', { Ref: 'Authorizer' }],
          ],
        },
        ...permission,
      },
    },
  }),
});

const uploadMethod = ({ authorizer: changes, method, integration }: RestParts) => ({
  RestApiId: api,
  ResourceId: { Ref: 'Object' },
  HttpMethod: 'POST',
  AuthorizationType: changes === null ? 'NONE' : 'CUSTOM',
  ...(changes !== null && { AuthorizerId: { Ref: 'Authorizer' } }),
  RequestParameters: {
    'method.request.path.account': true,
    'method.request.path.object': true,
    'method.request.header.Content-Type': false,
  },
  MethodResponses: methodResponses(['200', '409', '403', '500'], ['X-Static', 'X-ETag']),
  ...method,
  Integration: {
    Type: 'AWS',
    IntegrationHttpMethod: 'PUT',
    Uri: {
      'Fn::Join': [
        '',
        ['arn:aws:apigateway:us-east-1:s3:path/', { Ref: 'Bucket' }, '/{prefix}/{account}/{object}'],
      ],
    },
    Credentials: { 'Fn::GetAtt': ['Role', 'Arn'] },
    RequestParameters: {
      'integration.request.path.prefix': changes === null ? "'staging'" : 'context.authorizer.prefix',
      'integration.request.path.account': 'method.request.path.account',
      'integration.request.path.object': 'method.request.path.object',
      'integration.request.header.Content-Type': 'method.request.header.Content-Type',
      'integration.request.header.If-None-Match': "'*'",
    },
    IntegrationResponses: [
      {
        StatusCode: '200',
        SelectionPattern: '2\\d{2}',
        ContentHandling: 'CONVERT_TO_TEXT',
        ResponseParameters: {
          'method.response.header.X-Static': "'fixed'",
          'method.response.header.X-ETag': 'integration.response.header.ETag',
        },
        ResponseTemplates: { 'application/json': '{"image":$context.authorizer.image}' },
      },
      {
        StatusCode: '403',
        SelectionPattern: '403',
        ContentHandling: 'CONVERT_TO_TEXT',
        ResponseTemplates: {
          'application/json':
            '#if($context.authorizer.status == "404")#set($context.responseOverride.status = 404)#end{"code":$context.authorizer.code}',
        },
      },
      {
        StatusCode: '409',
        SelectionPattern: '412',
        ContentHandling: 'CONVERT_TO_TEXT',
        ResponseTemplates: { 'application/json': '{"used":true}' },
      },
      {
        StatusCode: '500',
        ContentHandling: 'CONVERT_TO_TEXT',
        ResponseTemplates: { 'application/json': 'broken' },
      },
    ],
    ...integration,
  },
});

const mockMethod = (HttpMethod: string, ResourceId: unknown) => ({
  RestApiId: api,
  ResourceId,
  HttpMethod,
  AuthorizationType: 'NONE',
  MethodResponses: methodResponses(['204', '405'], ['Allow']),
  Integration: {
    Type: 'MOCK',
    ContentHandling: 'CONVERT_TO_TEXT',
    PassthroughBehavior: 'NEVER',
    RequestTemplates: { 'application/json': '{ statusCode: 405 }' },
    IntegrationResponses: [
      {
        StatusCode: '405',
        ContentHandling: 'CONVERT_TO_TEXT',
        ResponseParameters: { 'method.response.header.Allow': "'POST'" },
        ResponseTemplates: { 'application/json': '{"method":"$context.httpMethod"}' },
      },
    ],
  },
});
