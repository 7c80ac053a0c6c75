import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayResponse } from '../gateway/payload-v2-response';
import { BodyTooLarge, readBody } from '../gateway/read-body';
import type { TokenBucket } from '../gateway/token-bucket';
import type { MethodConfig, RestApiConfig } from './api-config';
import { type AuthorizerRuntime, authorize } from './authorize';
import { GatewayFault } from './gateway-fault';
import { integrationPayload } from './integration-payload';
import { integrationResponse } from './integration-response';
import type { MappingSources } from './map-parameter';
import { TemplateFault } from './mapping-template';
import { UndecodableParameter } from './method-request';
import { mockIntegration } from './mock-integration';
import { type S3Access, s3Integration } from './s3-integration';
import { validateRequest } from './validate-request';

/** API Gateway's limit of a request body. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** What methods run on. */
export interface MethodRuntime extends AuthorizerRuntime {
  readonly api: RestApiConfig;
  readonly buckets: ReadonlyMap<MethodConfig, TokenBucket>;
  readonly s3: ReadonlyMap<MethodConfig, S3Access>;
}

/**
 * Answers a request whose method is known: throttle, body, authorizer, validation, integration, in this order.
 * @throws GatewayFault for everything the gateway answers itself; BodyAborted when the client went away
 */
export const answerMethod = async (
  runtime: MethodRuntime,
  method: MethodConfig,
  sources: MappingSources,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<GatewayResponse> => {
  if (runtime.buckets.get(method)?.take() === false) throw new GatewayFault('THROTTLED');
  try {
    const body = await readBody(request, response, MAX_BODY_BYTES);
    const withBody = { ...sources, request: { ...sources.request, body } };
    const authorizer = method.authorizer && (await authorize(method.authorizer, withBody, runtime));
    const authorized = authorizer ? { ...withBody, context: { ...sources.context, authorizer } } : withBody;
    validateRequest(method, authorized);
    return await integrate(runtime, method, authorized);
  } catch (error) {
    if (error instanceof BodyTooLarge) throw new GatewayFault('REQUEST_TOO_LARGE');
    if (error instanceof UndecodableParameter) throw new GatewayFault('DEFAULT_4XX');
    if (error instanceof TemplateFault) throw new GatewayFault('API_CONFIGURATION_ERROR', error.message);
    throw error;
  }
};

const integrate = async (
  { api, s3 }: MethodRuntime,
  method: MethodConfig,
  sources: MappingSources,
): Promise<GatewayResponse> => {
  const { properties } = method;
  const payload = integrationPayload(properties.Integration, api.binaryMediaTypes, sources);
  const access = s3.get(method);
  const answer = access
    ? await s3Integration(properties.Integration, payload, sources, access)
    : mockIntegration(payload);
  return integrationResponse(properties, answer, api.binaryMediaTypes, sources);
};
