import { firstValue, type ResponseHeaders } from './edge-response';
import type { CachePolicy } from './policies';

/** How an answer may be kept; seconds from now. */
export interface CacheLife {
  /** False: it is not kept at all. */
  readonly isStored: boolean;
  /** Served without asking the origin; 0: kept only to be revalidated. */
  readonly freshSeconds: number;
  /** Served once more after that while the origin is asked. */
  readonly staleWhileRevalidateSeconds: number;
  /** How long after it went stale it may stand in for an origin that fails; undefined: as long as it is kept. */
  readonly staleIfErrorSeconds?: number;
}

const CACHED_STATUSES = new Set([200, 203, 204, 300, 301, 302, 303, 307, 308]);
const ALWAYS_CACHED_ERRORS = new Set([404, 414, 500, 501, 502, 503, 504]);
const ERRORS_CACHED_BY_HEADER = new Set([400, 403, 405, 412, 415]);
/** CloudFront's error caching minimum TTL when the distribution sets none. */
const DEFAULT_ERROR_TTL_SECONDS = 10;

const NOT_KEPT: CacheLife = { isStored: false, freshSeconds: 0, staleWhileRevalidateSeconds: 0 };

/**
 * How long CloudFront keeps an answer (developer guide, "Manage how long content stays in the cache"): `s-maxage`, then
 * `max-age`, then `Expires`, within the policy's minimum and maximum; the default without any of them; with
 * `no-cache`, `no-store` or `private` not at all unless the minimum is above zero.
 */
export const cacheLife = (
  policy: CachePolicy,
  status: number,
  headers: ResponseHeaders,
  errorTtlSeconds: ReadonlyMap<number, number>,
  now: Date,
): CacheLife => {
  const directives = cacheDirectives(headers);
  const said = lifetime(directives, headers, now);
  const forbids = ['no-cache', 'no-store', 'private'].some((name) => directives.has(name));
  if (status >= 400) return errorLife(status, said, forbids, errorTtlSeconds);
  if (!CACHED_STATUSES.has(status)) return NOT_KEPT;
  const isDisabled = policy.MaxTTL === 0 && policy.MinTTL === 0 && policy.DefaultTTL === 0;
  if (isDisabled || (forbids && policy.MinTTL === 0)) return NOT_KEPT;
  const freshSeconds = forbids
    ? policy.MinTTL
    : said === undefined
      ? Math.max(policy.MinTTL, policy.DefaultTTL)
      : Math.max(policy.MinTTL, Math.min(said, policy.MaxTTL));
  const staleIfErrorSeconds = seconds(directives, 'stale-if-error');
  return {
    isStored: true,
    freshSeconds,
    staleWhileRevalidateSeconds: seconds(directives, 'stale-while-revalidate') ?? 0,
    ...(staleIfErrorSeconds !== undefined && { staleIfErrorSeconds }),
  };
};

/**
 * Errors are kept for the greater of the error caching minimum TTL and the header's (developer guide, "Control how long
 * CloudFront caches errors"); some only if a header says so, and no 4xx that a header forbids to keep.
 */
const errorLife = (
  status: number,
  said: number | undefined,
  forbids: boolean,
  errorTtlSeconds: ReadonlyMap<number, number>,
): CacheLife => {
  const isKept =
    ALWAYS_CACHED_ERRORS.has(status) || (ERRORS_CACHED_BY_HEADER.has(status) && said !== undefined);
  if (!isKept || (forbids && status < 500)) return NOT_KEPT;
  const minimum = errorTtlOf(status, errorTtlSeconds);
  const freshSeconds = Math.max(minimum, forbids ? 0 : (said ?? 0));
  return { isStored: freshSeconds > 0, freshSeconds, staleWhileRevalidateSeconds: 0 };
};

/** The error caching minimum TTL of a status, in seconds. */
export const errorTtlOf = (status: number, errorTtlSeconds: ReadonlyMap<number, number>): number =>
  errorTtlSeconds.get(status) ?? DEFAULT_ERROR_TTL_SECONDS;

const cacheDirectives = (headers: ResponseHeaders): Map<string, string> =>
  new Map(
    (firstValue(headers, 'cache-control') ?? '').split(',').map((directive) => {
      const [name, value] = directive.split('=');
      return [(name ?? '').trim().toLowerCase(), (value ?? '').trim().replaceAll('"', '')];
    }),
  );

const lifetime = (
  directives: ReadonlyMap<string, string>,
  headers: ResponseHeaders,
  now: Date,
): number | undefined => {
  const said = seconds(directives, 's-maxage') ?? seconds(directives, 'max-age');
  const expires = firstValue(headers, 'expires');
  if (said !== undefined || expires === undefined) return said;
  const until = Date.parse(expires);
  return Number.isNaN(until) ? 0 : Math.max(0, Math.floor((until - now.getTime()) / 1_000));
};

const seconds = (directives: ReadonlyMap<string, string>, name: string): number | undefined => {
  const value = directives.get(name);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
};
