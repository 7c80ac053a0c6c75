import { type Functions, findFunction } from '../gateway/find-function';
import type { FunctionPermissions } from '../gateway/function-permissions';
import { exceedsLambdaPayload } from '../gateway/lambda-payload';
import { TimedOut, within } from '../gateway/within';
import { FunctionError } from '../lambda/local-function';
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from '../template/pseudo-parameters';
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
 * @throws FunctionError when the function fails or answers more than Lambda carries; EventTooLarge;
 *   GatewayFault API_CONFIGURATION_ERROR without a permission or a function, INTEGRATION_TIMEOUT
 */
export const invokeLambda = async (
  { functionArn, timeoutMs }: LambdaTarget,
  event: unknown,
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
  if (exceedsLambdaPayload(event)) throw new EventTooLarge();
  try {
    const answer = await within(timeoutMs, findFunction(functions, functionArn).invoke(event));
    if (exceedsLambdaPayload(answer)) throw RESPONSE_TOO_LARGE;
    return answer;
  } catch (error) {
    if (error instanceof FunctionError) throw error;
    if (error instanceof TimedOut) throw new GatewayFault('INTEGRATION_TIMEOUT', error.message);
    throw new GatewayFault('API_CONFIGURATION_ERROR', String(error));
  }
};

const RESPONSE_TOO_LARGE = new FunctionError(
  'Function.ResponseSizeTooLarge',
  'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
);

/** `…/<stage>/<method of the request>/<path of the resource>` (API Gateway developer guide, execute-api ARNs). */
const sourceArnOf = ({ apiId, stage, httpMethod, resourcePath = '' }: RequestContext): string =>
  `arn:aws:execute-api:${LOCAL_REGION}:${LOCAL_ACCOUNT_ID}:${apiId}/${stage}/${httpMethod}${resourcePath}`;
