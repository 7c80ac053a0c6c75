/**
 * True when `If-None-Match` covers the tag (RFC 9110, 13.1.2): `*` or any tag of the list, weak or not, because caches
 * may have weakened ours when they compressed.
 */
export const matchesEntityTag = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag);
