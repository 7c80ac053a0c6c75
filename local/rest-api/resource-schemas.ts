import * as z from 'zod';

// Strict: a property that would change behaviour on AWS and is not listed here stops the start instead of being ignored.

const text = z.string();
const texts = z.record(z.string(), z.string()).default({});
const declared = z.record(z.string(), z.boolean()).default({});

/** `AWS::ApiGateway::RestApi`. */
export const restApi = z.strictObject({
  Name: text,
  BinaryMediaTypes: z.array(text).default([]),
  DisableExecuteApiEndpoint: z.boolean().optional(),
  Description: text.optional(),
  EndpointConfiguration: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

/** `AWS::ApiGateway::Resource`. */
export const resource = z.strictObject({ RestApiId: text, ParentId: text, PathPart: text });

const contentHandling = z.enum(['CONVERT_TO_TEXT', 'CONVERT_TO_BINARY']).optional();

const integrationResponse = z.strictObject({
  StatusCode: text,
  SelectionPattern: text.optional(),
  ContentHandling: contentHandling,
  ResponseParameters: texts,
  ResponseTemplates: texts,
});
/** How a back end's answer becomes the one of a status code. */
export type IntegrationResponseProperties = z.infer<typeof integrationResponse>;

const integration = z.strictObject({
  Type: z.enum(['MOCK', 'AWS', 'AWS_PROXY'], 'only MOCK, AWS and AWS_PROXY integrations run locally'),
  Uri: text.optional(),
  IntegrationHttpMethod: text.optional(),
  Credentials: text.optional(),
  RequestParameters: texts,
  RequestTemplates: texts,
  PassthroughBehavior: z.enum(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER']).default('WHEN_NO_MATCH'),
  ContentHandling: contentHandling,
  TimeoutInMillis: z.number().min(50).max(29_000).default(29_000),
  IntegrationResponses: z.array(integrationResponse).default([]),
});
/** `Integration` of a method: what answers its requests. */
export type IntegrationProperties = z.infer<typeof integration>;

/** `AWS::ApiGateway::Method`. */
export const method = z.strictObject({
  RestApiId: text,
  ResourceId: text,
  HttpMethod: text,
  AuthorizationType: z.enum(['NONE', 'CUSTOM'], 'only Lambda authorizers run locally'),
  AuthorizerId: text.optional(),
  ApiKeyRequired: z.literal(false, 'API keys do not run locally').optional(),
  RequestParameters: declared,
  RequestModels: texts,
  RequestValidatorId: text.optional(),
  MethodResponses: z
    .array(
      z.strictObject({
        StatusCode: text,
        ResponseParameters: declared,
        ResponseModels: z.unknown().optional(),
      }),
    )
    .default([]),
  Integration: integration,
  OperationName: text.optional(),
});
/** `AWS::ApiGateway::Method` as it is read. */
export type MethodProperties = z.infer<typeof method>;

/** `AWS::ApiGateway::Authorizer`. */
export const authorizer = z.strictObject({
  RestApiId: text,
  Name: text,
  Type: z.literal('REQUEST', 'only REQUEST authorizers run locally'),
  AuthorizerUri: text,
  IdentitySource: text.default(''),
  AuthorizerResultTtlInSeconds: z.literal(
    0,
    'authorizers run locally only without a cache: the TTL must be 0',
  ),
});

/** `AWS::ApiGateway::GatewayResponse`. */
export const gatewayResponse = z.strictObject({
  RestApiId: text,
  ResponseType: text,
  StatusCode: text.optional(),
  ResponseParameters: texts,
  ResponseTemplates: texts,
});
/** `AWS::ApiGateway::GatewayResponse` as it is read. */
export type GatewayResponseProperties = z.infer<typeof gatewayResponse>;

const methodSetting = z.looseObject({
  HttpMethod: text.optional(),
  ResourcePath: text.optional(),
  ThrottlingRateLimit: z.number().optional(),
  ThrottlingBurstLimit: z.number().optional(),
  CachingEnabled: z.literal(false, 'the cache of a stage does not run locally').optional(),
});
/** An entry of a stage's `MethodSettings`. */
export type MethodSetting = z.infer<typeof methodSetting>;

/** `AWS::ApiGateway::Deployment`; with a `StageName` it would make one more stage. */
export const deployment = z.strictObject({ RestApiId: text, Description: text.optional() });

/** `AWS::ApiGateway::Stage`. */
export const stage = z.strictObject({
  RestApiId: text,
  DeploymentId: text,
  StageName: text,
  MethodSettings: z.array(methodSetting).default([]),
  Variables: texts,
  AccessLogSetting: z.unknown().optional(),
  CacheClusterEnabled: z.literal(false).optional(),
  Description: text.optional(),
  Tags: z.unknown().optional(),
  TracingEnabled: z.boolean().optional(),
});

/** `AWS::ApiGateway::RequestValidator`. */
export const requestValidator = z.strictObject({
  RestApiId: text,
  Name: text.optional(),
  ValidateRequestBody: z.boolean().default(false),
  ValidateRequestParameters: z.boolean().default(false),
});

/** `AWS::ApiGateway::Model`. */
export const model = z.strictObject({
  RestApiId: text,
  ContentType: text.optional(),
  Name: text.optional(),
  Description: text.optional(),
  Schema: z.union([text, z.record(z.string(), z.unknown())]),
});
