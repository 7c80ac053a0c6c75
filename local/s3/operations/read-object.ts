import type { S3Response } from '../http/s3-response';
import type { ByteRange } from '../store/object-store';
import { quotedEtag, type StoredObject } from '../store/stored-object';
import { resolveRange } from './byte-range';
import { checksumHeaders, objectHeaders, overriddenHeaders } from './object-headers';
import type { SignedContext } from './operation';
import { evaluateRead, readConditions } from './read-conditions';

/** What a GET or HEAD is about: the object, and what of it to send. */
export interface ReadableObject {
  readonly object: StoredObject;
  readonly response: S3Response;
  readonly range: ByteRange | undefined;
}

/** If-Range: a range of another version would not fit what the client has, so it gets everything. */
const wantedRange = (headers: ReadonlyMap<string, string>, object: StoredObject): ByteRange | undefined => {
  const ifRange = headers.get('if-range');
  return ifRange === undefined || ifRange === quotedEtag(object)
    ? resolveRange(headers.get('range'), object.bytes)
    : undefined;
};

/**
 * Everything that GET and HEAD have in common: permission, existence, conditions, range, headers.
 * @throws S3Error `AccessDenied`, `NoSuchKey`, `PreconditionFailed`, `InvalidRange`, `InvalidArgument`.
 */
export const readObject = (context: SignedContext): ReadableObject => {
  const { request, bucket, permissions, store } = context;
  permissions.require('s3:GetObject', request.key);
  const object = store.find(bucket.name, request.key);
  if (object === undefined) throw permissions.missing(request.key);
  const headers = { ...objectHeaders(object), ...overriddenHeaders(request.query) };
  if (evaluateRead(readConditions(request.headers), object) === 'not-modified') {
    return { object, response: { status: 304, headers }, range: undefined };
  }
  const range = wantedRange(request.headers, object);
  if (range !== undefined) {
    const contentRange = `bytes ${range.first}-${range.last}/${object.bytes}`;
    const length = String(range.last - range.first + 1);
    const partial = { ...headers, 'content-range': contentRange, 'content-length': length };
    return { object, response: { status: 206, headers: partial }, range };
  }
  // A checksum is of the whole object, so a range never carries it.
  const checksum = request.headers.get('x-amz-checksum-mode') === 'ENABLED' ? checksumHeaders(object) : {};
  return {
    object,
    response: { status: 200, headers: { ...headers, ...checksum, 'content-length': String(object.bytes) } },
    range,
  };
};
