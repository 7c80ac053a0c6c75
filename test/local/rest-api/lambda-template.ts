import { templateOf } from '../gateway/template-of';

type Properties = Record<string, unknown>;

/** What a test changes of the small REST API with functions. */
export interface LambdaParts {
  readonly api?: Properties;
  readonly stages?: Properties[];
  /** Of the proxy integration of every method but `POST /create`. */
  readonly proxy?: Properties;
  /** Of the integration of `POST /create`. */
  readonly create?: Properties;
  readonly permission?: Properties | null;
  readonly gatewayResponses?: Properties[];
  readonly more?: Record<string, { Type: string; Properties?: Properties }>;
}

const api = { Ref: 'Api' };
const root = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const arn = { 'Fn::GetAtt': ['Fn', 'Arn'] };
const uri = join('arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', arn, '/invocations');

const text = (value: string) => `$util.escapeJavaScript(${value}).replaceAll("\\\\'","'")`;

/** An event like a proxy's, without the bodies that Lambda would refuse. */
export const EVENT_TEMPLATE = [
  '{"stage":"$context.stage","headers":{',
  `#foreach($name in $input.params().header.keySet())"${text('$name')}":"${text('$input.params().header.get($name)')}"#if($foreach.hasNext),#end#end`,
  '},#if($input.body.length() > 6000000)"bodyTooLarge":true#else"body":"$input.body"#end}',
].join('');

/** What the function says is the answer. */
export const ANSWER_TEMPLATE = [
  "#set($answer = $input.path('$'))#set($context.responseOverride.status = $answer.statusCode)",
  '#foreach($name in $answer.headers.keySet())#set($context.responseOverride.header[$name] = $answer.headers.get($name))#end',
  '#set($context.responseOverride.header.x-fixed = "yes")$answer.body',
].join('');

/**
 * A REST API with stages `one` and `two`, proxies on `GET /items`, `ANY /items`, `ANY /items/{id+}` and
 * `GET /items/keys`, and a `POST /create` that is no proxy, all to the function `Fn`.
 */
export const lambdaTemplate = (parts: LambdaParts = {}) =>
  templateOf({
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: { Name: 'test-control', BinaryMediaTypes: ['*/*'], ...parts.api },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: api } },
    ...numbered('Stage', parts.stages ?? [{ StageName: 'one' }, { StageName: 'two' }], (properties) => ({
      DeploymentId: { Ref: 'Deployment' },
      ...properties,
    })),
    ...resource('Items', root, 'items'),
    ...resource('Item', { Ref: 'Items' }, '{id+}'),
    ...resource('Keys', { Ref: 'Items' }, 'keys'),
    ...resource('Create', root, 'create'),
    ...proxy('GetItems', 'GET', 'Items', parts),
    ...proxy('AnyItems', 'ANY', 'Items', parts),
    ...proxy('AnyItem', 'ANY', 'Item', parts),
    ...proxy('GetKeys', 'GET', 'Keys', parts),
    PostCreate: { Type: 'AWS::ApiGateway::Method', Properties: createMethod(parts.create) },
    Fn: { Type: 'AWS::Lambda::Function', Properties: {} },
    ...(parts.permission !== null && {
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: arn,
          Principal: 'apigateway.amazonaws.com',
          SourceArn: join('arn:aws:execute-api:us-east-1:000000000000:', api, '/*/*/*'),
          ...parts.permission,
        },
      },
    }),
    ...numbered('GatewayResponse', parts.gatewayResponses ?? [], (properties) => properties),
    ...parts.more,
  });

const numbered = (kind: string, all: Properties[], properties: (own: Properties) => Properties) =>
  Object.fromEntries(
    all.map((own, index) => [
      `${kind}${index}`,
      { Type: `AWS::ApiGateway::${kind}`, Properties: { RestApiId: api, ...properties(own) } },
    ]),
  );

const resource = (id: string, ParentId: unknown, PathPart: string) => ({
  [id]: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: api, ParentId, PathPart } },
});

const proxy = (id: string, HttpMethod: string, target: string, parts: LambdaParts) => ({
  [id]: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: api,
      ResourceId: { Ref: target },
      HttpMethod,
      AuthorizationType: 'NONE',
      Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri, ...parts.proxy },
    },
  },
});

const createMethod = (changes: Properties = {}) => ({
  RestApiId: api,
  ResourceId: { Ref: 'Create' },
  HttpMethod: 'POST',
  AuthorizationType: 'NONE',
  MethodResponses: [{ StatusCode: '200' }, { StatusCode: '500' }],
  Integration: {
    Type: 'AWS',
    IntegrationHttpMethod: 'POST',
    Uri: uri,
    ContentHandling: 'CONVERT_TO_TEXT',
    PassthroughBehavior: 'NEVER',
    RequestTemplates: { 'application/json': EVENT_TEMPLATE, 'multipart/form-data': EVENT_TEMPLATE },
    IntegrationResponses: [
      {
        StatusCode: '200',
        ContentHandling: 'CONVERT_TO_TEXT',
        ResponseTemplates: { 'application/json': ANSWER_TEMPLATE },
      },
      {
        StatusCode: '500',
        SelectionPattern: '(.|\\n)+',
        ContentHandling: 'CONVERT_TO_TEXT',
        ResponseTemplates: { 'application/json': '{"failed":true}' },
      },
    ],
    ...changes,
  },
});
