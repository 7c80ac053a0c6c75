import type { CacheEntry } from './cache-store';
import { type EdgeRequest, joinedHeader } from './edge-request';
import { firstValue } from './edge-response';

/** Conditions and ranges that CloudFront itself puts on a request to the origin; lower-case names. */
export type OriginConditions = Readonly<Record<string, string>>;

/** Request headers that CloudFront answers or passes on by rules of its own, whatever a policy says. */
export const CONDITION_HEADERS: readonly string[] = [
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
];

/** The viewer's own conditions, for a request that the cache does not answer. */
export const copiedConditions = (
  request: EdgeRequest,
  names: readonly string[] = CONDITION_HEADERS,
): OriginConditions =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = joinedHeader(request, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** Asks whether a stale object is still the current one. */
export const revalidation = ({ headers }: CacheEntry): OriginConditions => {
  const etag = firstValue(headers, 'etag');
  const modified = firstValue(headers, 'last-modified');
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(modified !== undefined && { 'if-modified-since': modified }),
  };
};
