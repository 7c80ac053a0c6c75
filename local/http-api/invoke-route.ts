import { type Functions, findFunction } from '../gateway/find-function';
import type { FunctionPermissions } from '../gateway/function-permissions';
import type { IncomingRequest } from '../gateway/incoming-request';
import { exceedsLambdaPayload } from '../gateway/lambda-payload';
import { messageResponse } from '../gateway/message-response';
import { payloadV2Event } from '../gateway/payload-v2-event';
import { type GatewayResponse, readPayloadV2Response } from '../gateway/payload-v2-response';
import { TimedOut, within } from '../gateway/within';
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from '../template/pseudo-parameters';
import type { HttpApiConfig, RouteConfig } from './api-config';
import { decode } from './decode-path';
import type { SelectedRoute } from './select-route';

/** What a request needs to reach its function. */
export interface RouteInvocation {
  readonly api: HttpApiConfig;
  readonly functions: Functions;
  readonly permissions: FunctionPermissions;
  readonly selected: SelectedRoute<RouteConfig>;
  readonly request: IncomingRequest;
  readonly rawPath: string;
  readonly body: Buffer;
  readonly now: Date;
  readonly log: (line: string) => void;
}

/**
 * Invokes the function of a route and reads its answer. What goes wrong behind the gateway is logged and answered as
 * API Gateway does: 500 for a missing permission, a failed function and a malformed answer, 503 after the timeout,
 * 413 for an event above Lambda's 6 MB (API Gateway passes Lambda's RequestEntityTooLarge on).
 */
export const invokeRoute = async (invocation: RouteInvocation): Promise<GatewayResponse> => {
  const { selected, log } = invocation;
  const { functionArn, routeKey, timeoutMs } = selected.route;
  const allowed = invocation.permissions.allow({
    functionArn,
    action: 'lambda:InvokeFunction',
    principal: 'apigateway.amazonaws.com',
    sourceArn: sourceArn(invocation),
  });
  if (!allowed) {
    log(`${routeKey}: no AWS::Lambda::Permission lets ${sourceArn(invocation)} invoke ${functionArn}`);
    return messageResponse(500, 'Internal Server Error');
  }
  const event = createEvent(invocation);
  if (exceedsLambdaPayload(event)) return messageResponse(413, 'Request Entity Too Large');
  try {
    const result = await within(timeoutMs, findFunction(invocation.functions, functionArn).invoke(event));
    if (exceedsLambdaPayload(result)) throw new Error('the answer is larger than Lambda allows');
    return readPayloadV2Response(result, 'text/plain; charset=utf-8');
  } catch (error) {
    log(`${routeKey}: ${String(error)}`);
    if (error instanceof TimedOut) return messageResponse(503, 'Service Unavailable');
    return messageResponse(500, 'Internal Server Error');
  }
};

/** `…/<stage>/<method>/<path of the route>`; `$default` alone for the default route (HTTP API execute ARNs). */
const sourceArn = ({ api, selected: { route } }: RouteInvocation): string => {
  const base = `arn:aws:execute-api:${LOCAL_REGION}:${LOCAL_ACCOUNT_ID}:${api.apiId}/${api.stage}`;
  if (route.segments === undefined) return `${base}/$default`;
  return `${base}/${route.method}${route.routeKey.slice(route.routeKey.indexOf('/'))}`;
};

const createEvent = ({ api, selected, request, rawPath, body, now }: RouteInvocation) =>
  payloadV2Event({
    request,
    body,
    now,
    apiId: api.apiId,
    domainName: request.host,
    stage: api.stage,
    routeKey: selected.route.routeKey,
    rawPath,
    contextPath: rawPath,
    keepsCookieHeader: false,
    pathParameters: Object.fromEntries(
      Object.entries(selected.pathParameters).map(([name, value]) => [name, decode(value)]),
    ),
    stageVariables: api.stageVariables,
  });
