import { noSuchKey, notImplemented, preconditionFailed } from '../s3-error';
import type { StoredObject } from './stored-object';

/** What must hold of the current object for a write or a delete to happen; none: anything goes. */
export type WriteCondition =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present' }
  | { readonly kind: 'etag'; readonly etag: string };

/** S3 compares ETags with or without their quotes. */
export const unquoteEtag = (etag: string): string => etag.trim().replace(/^"(.*)"$/, '$1');

/**
 * Reads If-None-Match and If-Match of a write.
 * @throws S3Error `NotImplemented` for what S3 refuses too: both at once, or If-None-Match with an ETag.
 */
export const writeCondition = (headers: ReadonlyMap<string, string>): WriteCondition | undefined => {
  const ifNoneMatch = headers.get('if-none-match');
  const ifMatch = headers.get('if-match');
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() !== '*' || ifMatch !== undefined) throw notImplemented('header');
    return { kind: 'absent' };
  }
  if (ifMatch === undefined) return undefined;
  return ifMatch.trim() === '*' ? { kind: 'present' } : { kind: 'etag', etag: unquoteEtag(ifMatch) };
};

/**
 * Checks a condition; call it only while nobody else can write the key.
 * @throws S3Error `PreconditionFailed`, or `NoSuchKey` when an object was expected and there is none.
 */
export const assertWriteCondition = (
  condition: WriteCondition | undefined,
  current: StoredObject | undefined,
  key: string,
): void => {
  if (condition === undefined) return;
  if (condition.kind === 'absent') {
    if (current !== undefined) throw preconditionFailed('If-None-Match');
    return;
  }
  if (current === undefined) throw noSuchKey(key);
  if (condition.kind === 'etag' && condition.etag !== current.etag) throw preconditionFailed('If-Match');
};
