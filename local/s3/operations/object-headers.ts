import { invalidArgument } from '../s3-error';
import { KEPT_HEADERS, quotedEtag, type StoredObject } from '../store/stored-object';

/** Text that is not ASCII is sent as RFC 2047 wants it, as S3 does; a header could not carry it. */
const headerText = (value: string): string =>
  /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;

/** The header that carries an object's checksum. */
export const checksumHeaders = (object: StoredObject): Record<string, string> =>
  object.checksum === undefined
    ? {}
    : {
        [`x-amz-checksum-${object.checksum.algorithm}`]: object.checksum.value,
        'x-amz-checksum-type': 'FULL_OBJECT',
      };

/** Headers that every answer about a new object has. */
export const writtenHeaders = (object: StoredObject): Record<string, string> => ({
  etag: quotedEtag(object),
  'x-amz-server-side-encryption': 'AES256',
});

/** Headers of GET, HEAD and 304: all that is known of an object but its length. */
export const objectHeaders = (object: StoredObject): Record<string, string> => ({
  ...writtenHeaders(object),
  'accept-ranges': 'bytes',
  'content-type': object.contentType,
  'last-modified': new Date(object.lastModified).toUTCString(),
  ...Object.fromEntries(object.headers),
  ...Object.fromEntries(object.metadata.map(([name, value]) => [`x-amz-meta-${name}`, headerText(value)])),
  ...(object.storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': object.storageClass }),
});

/** Query parameters with which a (presigned) GET chooses headers of its answer, and those headers. */
export const RESPONSE_OVERRIDES: ReadonlyMap<string, string> = new Map(
  ['content-type', ...KEPT_HEADERS].map((header) => [`response-${header}`, header]),
);

/** The overridden headers. @throws S3Error `InvalidArgument` for a value that no header can carry. */
export const overriddenHeaders = (query: ReadonlyMap<string, string>): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [parameter, header] of RESPONSE_OVERRIDES) {
    const value = query.get(parameter);
    if (value === undefined) continue;
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw invalidArgument('Header value cannot be represented using ISO-8859-1.', parameter, value);
    }
    headers[header] = value;
  }
  return headers;
};
