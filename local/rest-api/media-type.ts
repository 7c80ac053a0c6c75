import { type HeaderField, headerValue } from '../gateway/incoming-request';

/** The type and subtype in lower case, without parameters; `application/json` when a request names none. */
export const mediaTypeOf = (contentType: string | undefined): string =>
  (contentType ?? '').split(';')[0]?.trim().toLowerCase() || 'application/json';

/** The first type of `Accept`, the only one that API Gateway looks at. */
export const acceptedType = ({ headers }: { readonly headers: readonly HeaderField[] }): string =>
  mediaTypeOf(headerValue(headers, 'accept')?.split(',')[0]);

/** True when a media type is one of the API's binary ones: an exact one, a whole type, or every type. */
export const isBinaryMediaType = (binaryMediaTypes: readonly string[], mediaType: string): boolean =>
  binaryMediaTypes.some((binary) => {
    const [type, subtype] = binary.toLowerCase().split('/');
    const [ofType, ofSubtype] = mediaType.split('/');
    return (type === '*' || type === ofType) && (subtype === '*' || subtype === ofSubtype);
  });
