import { type Functions, findFunction } from '../gateway/find-function';
import type { FunctionPermissions } from '../gateway/function-permissions';
import { within } from '../gateway/within';
import { FunctionError } from '../lambda/local-function';
import { localArn } from '../template/pseudo-parameters';
import type { AuthorizerConfig } from './authorizer-config';
import { evaluateAuthorizerOutput } from './authorizer-policy';
import { GatewayFault } from './gateway-fault';
import { type MappingSources, mapParameter } from './map-parameter';
import { groupedHeaders, lastValues } from './method-request';

/** API Gateway waits as long for an authorizer as for an integration. */
const AUTHORIZER_TIMEOUT_MS = 29_000;

const EXPLICIT_DENY = {
  message: 'User is not authorized to access this resource with an explicit deny in an identity-based policy',
};

/** Who may invoke the authorizer's function. */
export interface AuthorizerRuntime {
  readonly functions: Functions;
  readonly permissions: FunctionPermissions;
}

/**
 * Asks a REQUEST authorizer, without a cache, and returns `$context.authorizer`.
 * @throws GatewayFault UNAUTHORIZED, ACCESS_DENIED, AUTHORIZER_FAILURE or AUTHORIZER_CONFIGURATION_ERROR
 */
export const authorize = async (
  authorizer: AuthorizerConfig,
  sources: MappingSources,
  runtime: AuthorizerRuntime,
): Promise<Readonly<Record<string, string>>> => {
  if (authorizer.identitySources.some((source) => !mapParameter(source, sources)))
    throw new GatewayFault('UNAUTHORIZED');
  const event = authorizerEvent(sources);
  const answer = await invoke(authorizer, event, sources.context.apiId, runtime);
  const decision = evaluateAuthorizerOutput(answer, event.methodArn);
  if (typeof decision === 'string') throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR', decision);
  if (decision.effect === 'allow') return decision.context;
  throw new GatewayFault(
    'ACCESS_DENIED',
    undefined,
    decision.effect === 'explicit-deny' ? EXPLICIT_DENY : {},
  );
};

const invoke = async (
  { authorizerId, functionArn }: AuthorizerConfig,
  event: unknown,
  apiId: string,
  { functions, permissions }: AuthorizerRuntime,
): Promise<unknown> => {
  const sourceArn = localArn('execute-api', `${apiId}/authorizers/${authorizerId}`);
  const principal = 'apigateway.amazonaws.com';
  if (!permissions.allow({ functionArn, action: 'lambda:InvokeFunction', principal, sourceArn }))
    throw new GatewayFault(
      'AUTHORIZER_CONFIGURATION_ERROR',
      `no AWS::Lambda::Permission lets ${sourceArn} invoke ${functionArn}`,
    );
  try {
    return await within(AUTHORIZER_TIMEOUT_MS, findFunction(functions, functionArn).invoke(event));
  } catch (error) {
    if (error instanceof FunctionError && error.errorMessage === 'Unauthorized')
      throw new GatewayFault('UNAUTHORIZED');
    throw new GatewayFault('AUTHORIZER_FAILURE', String(error));
  }
};

/**
 * The event of a REQUEST authorizer, shaped as one captured from a live REST API (powertools-lambda-typescript,
 * `apigw-rest/authorizer-request.json`): maps are empty rather than null, path and path parameters are as sent, and
 * `Content-Length` is there, which Lambda proxy events of REST APIs leave out.
 */
const authorizerEvent = ({ request, context, stageVariables }: MappingSources) => {
  const headers = groupedHeaders(request.headers);
  return {
    type: 'REQUEST',
    methodArn: localArn('execute-api', `${context.apiId}/${context.stage}/${request.method}${request.path}`),
    resource: context.resourcePath ?? '',
    path: request.path,
    httpMethod: request.method,
    headers: lastValues(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: lastValues(request.query),
    multiValueQueryStringParameters: Object.fromEntries(request.query),
    pathParameters: request.pathParameters,
    stageVariables,
    requestContext: context,
  };
};
