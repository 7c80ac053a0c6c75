import type { IncomingMessage, ServerResponse } from 'node:http';
import { type IncomingRequest, requestHeadBytes } from '../gateway/incoming-request';
import { messageResponse } from '../gateway/message-response';
import { checkHeaders, type GatewayResponse } from '../gateway/payload-v2-response';
import { BodyAborted, BodyTooLarge } from '../gateway/read-body';
import { sendResponse } from '../gateway/send-response';
import type { TokenBucket } from '../gateway/token-bucket';
import { answerMethod, MAX_BODY_BYTES } from './answer-method';
import type { MethodConfig, RestApiConfig, StageConfig } from './api-config';
import type { AuthorizerRuntime } from './authorize';
import { GatewayFault } from './gateway-fault';
import { renderGatewayResponse } from './gateway-response';
import type { Integrate } from './integration';
import { EventTooLarge } from './invoke-lambda';
import type { MappingSources } from './map-parameter';
import { methodRequest } from './method-request';
import { requestContext } from './request-context';
import { type FoundResource, findResource } from './resource-tree';

/** API Gateway's limit of request line and headers together. */
const MAX_HEAD_BYTES = 10_240;

/** A stage with what it counts. */
interface StageRuntime extends StageConfig {
  readonly buckets: ReadonlyMap<MethodConfig, TokenBucket>;
}

/** What requests are answered with. */
export interface RestApiRuntime extends AuthorizerRuntime {
  readonly api: RestApiConfig;
  readonly integrations: ReadonlyMap<MethodConfig, Integrate>;
  /** By name. */
  readonly stages: ReadonlyMap<string, StageRuntime>;
  readonly log: (line: string) => void;
}

/** A request, and where its answer goes. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly incoming: IncomingRequest;
  readonly now: Date;
}

/** Answers one request of a REST API; the first segment of its path names the stage. */
export const answerRequest = async (runtime: RestApiRuntime, exchange: Exchange): Promise<void> => {
  const { incoming, response } = exchange;
  const send = (answer: GatewayResponse) => sendResponse(response, incoming.method, answer);
  if (requestHeadBytes(incoming) > MAX_HEAD_BYTES)
    return send(messageResponse(431, 'Request Header Fields Too Large'));
  const stage = runtime.stages.get(incoming.path.split('/', 2)[1] ?? '');
  if (!stage) return send(messageResponse(403, 'Forbidden'));
  const path = incoming.path.slice(stage.stageName.length + 1) || '/';
  const found = findResource(runtime.api.root, path);
  const sources = sourcesOf(runtime.api, stage, path, found, exchange);
  try {
    const method = found?.node.methods.get(incoming.method) ?? found?.node.methods.get('ANY');
    const integrate = method && runtime.integrations.get(method);
    if (!integrate) throw new GatewayFault('MISSING_AUTHENTICATION_TOKEN');
    const bucket = stage.buckets.get(method);
    send(await answerMethod({ ...exchange, method, integrate, bucket, sources }, runtime));
  } catch (error) {
    if (error instanceof BodyAborted) return;
    if (error instanceof BodyTooLarge) return send(BODY_TOO_LARGE);
    send(refusal(runtime, error, sources));
  }
};

const sourcesOf = (
  api: RestApiConfig,
  stage: StageConfig,
  path: string,
  found: FoundResource<MethodConfig> | undefined,
  { incoming, now }: Exchange,
): MappingSources => ({
  request: methodRequest(incoming, path, found?.pathParameters ?? {}),
  context: {
    ...requestContext({ ...stage, apiId: api.apiId }, incoming, now),
    ...(found && { resourceId: found.node.resourceId, resourcePath: found.node.path }),
  },
  stageVariables: stage.stageVariables,
});

const refusal = (runtime: RestApiRuntime, error: unknown, sources: MappingSources): GatewayResponse => {
  const { context, request } = sources;
  if (error instanceof EventTooLarge) return lambdaRefusal(sources);
  const fault =
    error instanceof GatewayFault
      ? error
      : new GatewayFault('DEFAULT_5XX', error instanceof Error ? error.stack : String(error));
  if (fault.detail)
    runtime.log(`${request.method} ${context.resourcePath ?? request.path}: ${fault.message}`);
  const refused = renderGatewayResponse(runtime.api.gatewayResponses, fault, sources);
  checkHeaders(refused.headers);
  return refused;
};

/**
 * What API Gateway says to a body over its limit, as captured from live REST APIs (koki-develop/lgtm-generator issue 10):
 * no JSON, no header of the API's own, and no gateway response that changes it, though `REQUEST_TOO_LARGE` is documented.
 */
const BODY_TOO_LARGE: GatewayResponse = {
  status: 413,
  headers: { 'content-type': 'text; charset=utf-8' },
  body: Buffer.from(`HTTP content length exceeded ${MAX_BODY_BYTES} bytes.`),
};

/**
 * API Gateway's own words for an event that Lambda does not take, as captured from a live REST API
 * (koki-develop/lgtm-generator issue 10). Whether a gateway response can change them is not documented and was
 * reported not to work (reapit/foundations issue 4338), so none does here.
 */
const lambdaRefusal = ({ context }: MappingSources): GatewayResponse => ({
  status: 413,
  headers: {
    'content-type': 'application/json',
    'x-amzn-requestid': context.requestId,
    'x-amzn-errortype': 'BadRequestException',
    'x-amz-apigw-id': context.extendedRequestId,
  },
  body: Buffer.from('{"message": "Request Too Long"}'),
});
