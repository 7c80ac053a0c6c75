import { headerValue } from '../gateway/incoming-request';
import type { MethodConfig } from './api-config';
import { GatewayFault } from './gateway-fault';
import { type MappingSources, mapParameter } from './map-parameter';
import { mediaTypeOf } from './media-type';

/**
 * Checks the required parameters and the body's model, as far as the method's validator asks for it.
 * @throws GatewayFault BAD_REQUEST_PARAMETERS or BAD_REQUEST_BODY
 */
export const validateRequest = (
  { validator, properties, bodySchemas }: MethodConfig,
  sources: MappingSources,
): void => {
  if (validator?.parameters) {
    const missing = Object.entries(properties.RequestParameters)
      .filter(([expression, required]) => required && !mapParameter(expression, sources))
      .map(([expression]) => expression.split('.').slice(3).join('.'));
    if (missing.length > 0)
      throw new GatewayFault('BAD_REQUEST_PARAMETERS', undefined, {
        message: `Missing required request parameters: [${missing.join(', ')}]`,
      });
  }
  if (!validator?.body) return;
  const { headers, body } = sources.request;
  const validate = bodySchemas.get(mediaTypeOf(headerValue(headers, 'content-type')));
  if (validate && !validate(parsed(body))) throw new GatewayFault('BAD_REQUEST_BODY');
};

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new GatewayFault('BAD_REQUEST_BODY', String(error));
  }
};
