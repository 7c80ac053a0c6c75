import { type Functions, findFunction } from '../gateway/find-function';
import type { FunctionPermissions } from '../gateway/function-permissions';
import { exceedsLambdaJson, exceedsLambdaPayload } from '../gateway/lambda-payload';
import { TimedOut, within } from '../gateway/within';
import { FunctionError } from '../lambda/local-function';
import { localArn } from '../template/pseudo-parameters';
import { GatewayFault } from './gateway-fault';
import type { LambdaTarget } from './lambda-target';
import type { RequestContext } from './request-context';

/** The functions and who may invoke them. */
export interface LambdaRuntime {
  readonly functions: Functions;
  readonly permissions: FunctionPermissions;
}

/** Lambda refuses the event for its size. */
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge';
}

/**
 * Invokes a function as API Gateway does and returns its answer.
 * @param event - JSON, as it goes over the wire: Lambda counts its bytes
 * @throws FunctionError when the function fails or answers more than Lambda carries; EventTooLarge;
 *   GatewayFault API_CONFIGURATION_ERROR without a permission, a function or JSON, INTEGRATION_TIMEOUT
 */
export const invokeLambda = async (
  { functionArn, timeoutMs }: LambdaTarget,
  event: string,
  context: RequestContext,
  { functions, permissions }: LambdaRuntime,
): Promise<unknown> => {
  const sourceArn = sourceArnOf(context);
  const principal = 'apigateway.amazonaws.com';
  if (!permissions.allow({ functionArn, action: 'lambda:InvokeFunction', principal, sourceArn }))
    throw new GatewayFault(
      'API_CONFIGURATION_ERROR',
      `no AWS::Lambda::Permission lets ${sourceArn} invoke ${functionArn}`,
    );
  if (exceedsLambdaJson(event)) throw new EventTooLarge();
  const parsed = parsedEvent(event);
  try {
    const answer = await within(timeoutMs, findFunction(functions, functionArn).invoke(parsed));
    if (exceedsLambdaPayload(answer)) throw RESPONSE_TOO_LARGE;
    return answer;
  } catch (error) {
    if (error instanceof FunctionError) throw error;
    if (error instanceof TimedOut) throw new GatewayFault('INTEGRATION_TIMEOUT', error.message);
    throw new GatewayFault('API_CONFIGURATION_ERROR', String(error));
  }
};

/** Lambda takes JSON only; its refusal of anything else is a fault of the API. */
const parsedEvent = (event: string): unknown => {
  try {
    return JSON.parse(event);
  } catch (error) {
    throw new GatewayFault('API_CONFIGURATION_ERROR', `Could not parse request body into json: ${error}`);
  }
};

const RESPONSE_TOO_LARGE = new FunctionError(
  'Function.ResponseSizeTooLarge',
  'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
);

/** `…/<stage>/<method of the request>/<path of the resource>` (API Gateway developer guide, execute-api ARNs). */
const sourceArnOf = ({ apiId, stage, httpMethod, resourcePath = '' }: RequestContext): string =>
  localArn('execute-api', `${apiId}/${stage}/${httpMethod}${resourcePath}`);
