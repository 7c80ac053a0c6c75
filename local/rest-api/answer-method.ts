import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayResponse } from '../gateway/payload-v2-response';
import { readBody } from '../gateway/read-body';
import type { TokenBucket } from '../gateway/token-bucket';
import type { MethodConfig } from './api-config';
import { type AuthorizerRuntime, authorize } from './authorize';
import { GatewayFault } from './gateway-fault';
import type { Integrate } from './integration';
import type { MappingSources } from './map-parameter';
import { TemplateFault } from './mapping-template';
import { UndecodableParameter } from './method-request';
import { validateRequest } from './validate-request';

/** API Gateway's limit of a request body. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** A request whose method is known, its body not read yet. */
export interface MethodCall {
  readonly method: MethodConfig;
  readonly integrate: Integrate;
  /** Of the stage; undefined when nothing throttles the method. */
  readonly bucket: TokenBucket | undefined;
  readonly sources: MappingSources;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Answers a request whose method is known: throttle, body, authorizer, validation, integration, in this order.
 * @throws GatewayFault for everything a gateway response answers; EventTooLarge for what Lambda refuses; BodyTooLarge;
 *   BodyAborted when the client went away
 */
export const answerMethod = async (
  { method, integrate, bucket, sources, request, response }: MethodCall,
  runtime: AuthorizerRuntime,
): Promise<GatewayResponse> => {
  if (bucket?.take() === false) throw new GatewayFault('THROTTLED');
  try {
    const body = await readBody(request, response, MAX_BODY_BYTES);
    const withBody = { ...sources, request: { ...sources.request, body } };
    const authorizer = method.authorizer && (await authorize(method.authorizer, withBody, runtime));
    const authorized = authorizer ? { ...withBody, context: { ...sources.context, authorizer } } : withBody;
    validateRequest(method, authorized);
    return await integrate(authorized);
  } catch (error) {
    if (error instanceof UndecodableParameter) throw new GatewayFault('DEFAULT_4XX');
    if (error instanceof TemplateFault) throw new GatewayFault('API_CONFIGURATION_ERROR', error.message);
    throw error;
  }
};
