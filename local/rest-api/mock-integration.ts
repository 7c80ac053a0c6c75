import type { Payload } from './convert-payload';
import { GatewayFault } from './gateway-fault';
import type { IntegrationAnswer } from './integration-answer';

/**
 * A MOCK integration answers with the `statusCode` that its request template renders, and nothing else.
 * @throws GatewayFault API_CONFIGURATION_ERROR when there is no such number, as for a body that passed through
 */
export const mockIntegration = (payload: Payload): IntegrationAnswer => {
  // API Gateway reads JSON leniently: CDK's own templates leave the key without quotes.
  const status = /^\s*\{.*?["']?statusCode["']?\s*:\s*["']?(\d{3})["']?\s*[,}]/s.exec(
    payload.toString(),
  )?.[1];
  if (status === undefined)
    throw new GatewayFault(
      'API_CONFIGURATION_ERROR',
      'the MOCK integration got no JSON with a statusCode; it needs a request template for this content type',
    );
  return { selector: status, headers: {}, body: Buffer.alloc(0) };
};
