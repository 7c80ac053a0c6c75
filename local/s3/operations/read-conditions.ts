import { preconditionFailed } from '../s3-error';
import type { StoredObject } from '../store/stored-object';
import { unquoteEtag } from '../store/write-condition';

/** The four conditions of a read, as header values. */
export interface ReadConditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly ifUnmodifiedSince: string | undefined;
}

/** Reads the conditions; `prefix` is `x-amz-copy-source-` for the source of a copy. */
export const readConditions = (headers: ReadonlyMap<string, string>, prefix = ''): ReadConditions => ({
  ifMatch: headers.get(`${prefix}if-match`),
  ifNoneMatch: headers.get(`${prefix}if-none-match`),
  ifModifiedSince: headers.get(`${prefix}if-modified-since`),
  ifUnmodifiedSince: headers.get(`${prefix}if-unmodified-since`),
});

const names = (list: string, object: StoredObject): boolean =>
  list
    .split(',')
    .some((etag) => etag.trim() === '*' || unquoteEtag(etag.trim().replace(/^W\//, '')) === object.etag);

/** Whole seconds: HTTP dates have no smaller unit. NaN for a date that does not parse, which then decides nothing. */
const modifiedAfter = (object: StoredObject, date: string): boolean | undefined => {
  const since = Date.parse(date);
  if (Number.isNaN(since)) return undefined;
  return Math.floor(Date.parse(object.lastModified) / 1000) * 1000 > since;
};

/**
 * Evaluates the conditions in the order of RFC 9110 section 13.2.2, ETags before dates, as S3 does.
 * @returns `not-modified` when the reader's copy is still good. A copy has no such answer; it fails then.
 * @throws S3Error `PreconditionFailed`.
 */
export const evaluateRead = (conditions: ReadConditions, object: StoredObject): 'send' | 'not-modified' => {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!names(ifMatch, object)) throw preconditionFailed('If-Match');
  } else if (ifUnmodifiedSince !== undefined && modifiedAfter(object, ifUnmodifiedSince) === true) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, object) ? 'not-modified' : 'send';
  if (ifModifiedSince !== undefined && modifiedAfter(object, ifModifiedSince) === false)
    return 'not-modified';
  return 'send';
};
