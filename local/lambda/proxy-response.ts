import * as z from 'zod';
import type { ResponsePrelude } from './local-function';

const proxyResponse = z.object({
  statusCode: z.number().int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).optional(),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/**
 * Reads what a buffered handler returned to a function URL (payload format 2.0): an object with a status code, or
 * anything else, which is a 200 answer in JSON (Lambda developer guide, "Response payload format").
 */
export const readProxyResponse = (result: unknown): { prelude: ResponsePrelude; body: Buffer } => {
  const parsed = proxyResponse.safeParse(result);
  if (!parsed.success) {
    const body = Buffer.from(typeof result === 'string' ? result : JSON.stringify(result));
    return { prelude: { statusCode: 200, headers: { 'content-type': 'application/json' } }, body };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  return {
    prelude: {
      statusCode,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      ...(cookies ? { cookies } : {}),
    },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
};
