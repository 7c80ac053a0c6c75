import { isBinaryMediaType } from './media-type';

/** Text that a mapping template can read, or bytes that it cannot. */
export type Payload = string | Buffer;

/** `contentHandling` of an integration or an integration response. */
export type ContentHandling = 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY' | undefined;

/**
 * The body as it goes to the integration (API Gateway developer guide, "Content type conversions", first table). A body
 * whose type is not binary becomes text on the way: bytes that are no UTF-8 are lost, here as there.
 */
export const convertRequestPayload = (
  body: Buffer,
  mediaType: string,
  binaryMediaTypes: readonly string[],
  handling: ContentHandling,
): Payload => {
  const isBinary = isBinaryMediaType(binaryMediaTypes, mediaType);
  if (isBinary) return handling === 'CONVERT_TO_TEXT' ? body.toString('base64') : body;
  const text = body.toString('utf8');
  return handling === 'CONVERT_TO_BINARY' ? Buffer.from(text, 'base64') : text;
};

/**
 * The integration's answer as it goes to the response template or the client (same page, second table): it depends on
 * the answer's type and on the first type of the request's `Accept`. An answer that is text already stays text for
 * every type.
 */
export const convertResponsePayload = (
  body: Payload,
  types: { readonly payload: string; readonly accept: string },
  binaryMediaTypes: readonly string[],
  handling: ContentHandling,
): Payload => {
  const acceptsBinary = isBinaryMediaType(binaryMediaTypes, types.accept);
  const toBinary = handling === 'CONVERT_TO_BINARY' || (handling === undefined && acceptsBinary);
  if (typeof body !== 'string' && isBinaryMediaType(binaryMediaTypes, types.payload))
    return toBinary ? body : body.toString('base64');
  const text = body.toString('utf8');
  return toBinary ? Buffer.from(text, 'base64') : text;
};
