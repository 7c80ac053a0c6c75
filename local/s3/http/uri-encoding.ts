import { S3Error } from '../s3-error';

/** Percent-encodes as SigV4 wants it: every byte but `A-Z a-z 0-9 - . _ ~`, upper-case hex (AWS, "UriEncode()"). */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** `uriEncode` for an object key or a path: slashes stay, and S3, unlike other services, encodes once only. */
export const uriEncodePath = (path: string): string => path.split('/').map(uriEncode).join('/');

/**
 * Encodes a key as S3 does in events and in lists with `encoding-type=url`: form encoding (a space becomes `+`),
 * slashes kept. Readers must decode it once, `+` first.
 */
export const formEncodeKey = (key: string): string =>
  uriEncodePath(key).replace(/%20/g, '+').replace(/%2A/g, '*').replace(/~/g, '%7E');

/**
 * Decodes percent-encoded UTF-8.
 * @throws S3Error `InvalidURI` for a broken escape or bytes that are not UTF-8.
 */
export const uriDecode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.", { details: { URI: text } });
  }
};
