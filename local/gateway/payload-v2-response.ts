import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod';

/** An answer ready to be sent. */
export interface GatewayResponse {
  readonly status: number;
  /** Lower-case names; an array is one header line for each value. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

const structured = z.object({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** The function's answer is not one that payload format 2.0 allows; clients see a generic error. */
export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse';
}

/**
 * Reads what a function returned to a URL with `InvokeMode: BUFFERED` (payload format 2.0). An answer without
 * `statusCode` is a 200 in JSON; a string is sent as it is.
 * @throws MalformedResponse
 */
export const readPayloadV2Response = (result: unknown): GatewayResponse => {
  if (!isStructured(result)) {
    const text = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  }
  const parsed = structured.safeParse(result);
  if (!parsed.success) throw new MalformedResponse(z.prettifyError(parsed.error));
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const fields: Record<string, string | string[]> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(headers ?? {})) fields[name.toLowerCase()] = String(value);
  if (cookies && cookies.length > 0) fields['set-cookie'] = cookies;
  checkHeaders(fields);
  return {
    status: statusCode,
    headers: fields,
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
};

/** @throws MalformedResponse for a header that cannot be sent, e.g. with a line break in its value. */
export const checkHeaders = (headers: Readonly<Record<string, string | readonly string[]>>): void => {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      for (const one of typeof value === 'string' ? [value] : value) validateHeaderValue(name, one);
    }
  } catch (error) {
    throw new MalformedResponse('a header cannot be sent', { cause: error });
  }
};

const isStructured = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && !Array.isArray(result) && 'statusCode' in result;
