import type { GatewayResponse } from './payload-v2-response';

/** An error of a gateway itself, as API Gateway words it: `{"message":"…"}`. */
export const messageResponse = (status: number, message: string): GatewayResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message })),
});
