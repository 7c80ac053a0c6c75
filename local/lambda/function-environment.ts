import type { Credentials } from '../iam/iam';
import { LOCAL_REGION } from '../template/pseudo-parameters';

/** Where the functions' AWS clients are sent; each `http://127.0.0.1:<port>`. */
export interface ServiceEndpoints {
  readonly cloudfront: string;
  readonly s3: string;
  readonly dynamodb: string;
  readonly events: string;
  readonly sqs: string;
  readonly sts: string;
}

/** What the environment is made of, besides the template's variables. */
export interface EnvironmentSource {
  readonly name: string;
  readonly runtime: string;
  readonly handler: string;
  readonly taskRoot: string;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly credentials: Credentials;
  readonly endpoints: ServiceEndpoints;
}

/** Lambda's reserved variables (Lambda developer guide, "Defined runtime environment variables"). */
const runtimeVariables = (source: EnvironmentSource): Record<string, string> => ({
  AWS_DEFAULT_REGION: LOCAL_REGION,
  AWS_EXECUTION_ENV: `AWS_Lambda_${source.runtime}`,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(source.memoryMegabytes),
  AWS_LAMBDA_FUNCTION_NAME: source.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${source.name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: 'local',
  AWS_REGION: LOCAL_REGION,
  LAMBDA_TASK_ROOT: source.taskRoot,
  TZ: ':UTC',
  _HANDLER: source.handler,
});

/**
 * The whole environment of a function: the template's variables, what Lambda itself sets, its role's credentials and
 * the local endpoints. Nothing of the developer's own AWS profile or shell reaches it, and tracing is off: there is no
 * X-Ray daemon to send to.
 */
export const functionEnvironment = (source: EnvironmentSource): Record<string, string> => ({
  ...source.variables,
  ...runtimeVariables(source),
  AWS_ACCESS_KEY_ID: source.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: source.credentials.secretAccessKey,
  ...(source.credentials.sessionToken ? { AWS_SESSION_TOKEN: source.credentials.sessionToken } : {}),
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  // For every service that does not run here: a function must fail on a laptop, not find its way to AWS.
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_CLOUDFRONT: source.endpoints.cloudfront,
  AWS_ENDPOINT_URL_DYNAMODB: source.endpoints.dynamodb,
  AWS_ENDPOINT_URL_EVENTBRIDGE: source.endpoints.events,
  AWS_ENDPOINT_URL_S3: source.endpoints.s3,
  AWS_ENDPOINT_URL_SQS: source.endpoints.sqs,
  AWS_ENDPOINT_URL_STS: source.endpoints.sts,
  // A warning of the SDK about laptops on Node.js 20, in every log; deployed functions run on a later one.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
  POWERTOOLS_TRACE_ENABLED: 'false',
});
