import * as z from 'zod';
import { checkHeaders, MalformedResponse } from '../gateway/payload-v2-response';
import type { EdgeResponse, ResponseHeaders } from './edge-response';
import { type EventValues, fieldsOf } from './viewer-event';
import { ViewerFunctionError } from './viewer-function';

const value = z.object({ value: z.string(), attributes: z.string().optional() });

/** Headers, cookies or query parameters as functions return them. */
export const values = z
  .record(z.string(), value.extend({ multiValue: z.array(value).optional() }))
  .default({});

/** An answer that a CloudFront function made itself, or changed. */
export const generatedResponseSchema = z.object({
  statusCode: z.number().int().min(200).max(599),
  statusDescription: z.string().optional(),
  headers: values,
  cookies: values,
  body: z
    .union([
      z.string().transform((data) => ({ encoding: 'text' as const, data })),
      z.object({ encoding: z.enum(['text', 'base64']), data: z.string() }),
    ])
    .optional(),
});
/** What `generatedResponseSchema` reads. */
export type GeneratedResponse = z.infer<typeof generatedResponseSchema>;

/** What a viewer-request function answered instead of the origin. @throws ViewerFunctionError */
export const generatedResponse = (generated: GeneratedResponse): EdgeResponse => ({
  status: generated.statusCode,
  headers: responseHeaders(generated.headers, generated.cookies),
  body: bodyOf(generated) ?? Buffer.alloc(0),
  cacheResult: 'FunctionGeneratedResponse',
});

/** The body a function set; undefined when it left it alone. */
export const bodyOf = ({ body }: GeneratedResponse): Buffer | undefined =>
  body && Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8');

/** @throws ViewerFunctionError for a header that cannot be sent, e.g. with a line break in its value. */
export const responseHeaders = (headers: EventValues, cookies: EventValues): ResponseHeaders => {
  const fields: Record<string, string | string[]> = {};
  for (const [name, text] of fieldsOf(headers)) {
    const known = fields[name.toLowerCase()];
    fields[name.toLowerCase()] = typeof known === 'string' ? `${known}, ${text}` : text;
  }
  const setCookies = Object.entries(cookies).map(([name, cookie]) =>
    [`${name}=${cookie.value}`, ...(cookie.attributes ? [cookie.attributes] : [])].join('; '),
  );
  if (setCookies.length > 0) fields['set-cookie'] = setCookies;
  try {
    checkHeaders(fields);
  } catch (error) {
    if (error instanceof MalformedResponse)
      throw new ViewerFunctionError(error.message, { cause: error.cause });
    throw error;
  }
  return fields;
};
