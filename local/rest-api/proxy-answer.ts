import * as z from 'zod';
import { checkHeaders, type GatewayResponse, MalformedResponse } from '../gateway/payload-v2-response';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const status = z
  .union([z.number(), z.string().regex(/^\d{3}$/)])
  .transform(Number)
  .pipe(z.int().min(200).max(599));

// Strict: an unknown member makes the whole answer malformed, `cookies` of payload format 2.0 included.
const proxyAnswer = z.strictObject({
  statusCode: status.nullish(),
  headers: z.record(z.string(), scalar).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(scalar)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** API Gateway keeps these names to itself (developer guide, "Important notes"). */
const REMAPPED = new Set(['connection', 'content-length', 'date', 'server', 'www-authenticate']);

/** The body is no base64, although the answer says so. */
export class UndecodableBody extends Error {
  override readonly name = 'UndecodableBody';
}

/**
 * Reads what a function returned to a Lambda proxy integration (payload format 1.0). Members and their types are as
 * measured on live REST APIs (localstack, `test_apigateway_lambda.py`): each may be missing, none may be unknown; values
 * of `multiValueHeaders` replace those of `headers`.
 * @param acceptsBinary - whether the request's `Accept` is one of the API's binary types: only then base64 is decoded
 * @throws MalformedResponse, UndecodableBody
 */
export const readProxyAnswer = (answer: unknown, acceptsBinary: boolean): GatewayResponse => {
  const parsed = proxyAnswer.safeParse(answer);
  if (!parsed.success) throw new MalformedResponse(z.prettifyError(parsed.error));
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  const fields: Record<string, string | string[]> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(headers ?? {})) fields[sentName(name)] = String(value);
  for (const [name, values] of Object.entries(multiValueHeaders ?? {}))
    fields[sentName(name)] = values.map(String);
  checkHeaders(fields);
  return {
    status: statusCode ?? 200,
    headers: fields,
    body: isBase64Encoded && acceptsBinary ? decoded(body ?? '') : Buffer.from(body ?? ''),
  };
};

const sentName = (name: string): string => {
  const lower = name.toLowerCase();
  return REMAPPED.has(lower) ? `x-amzn-remapped-${lower}` : lower;
};

const decoded = (text: string): Buffer => {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) throw new UndecodableBody('the body is no base64');
  return Buffer.from(text, 'base64');
};
