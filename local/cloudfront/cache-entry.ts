import { keyQuery } from './cache-key';
import type { CacheEntry } from './cache-store';
import { cacheLife, errorTtlOf } from './cache-ttl';
import type { EdgeRequest } from './edge-request';
import type { ResponseHeaders } from './edge-response';
import type { OriginResponse } from './function-url-origin';
import type { CachePolicy } from './policies';

/** What decides how long an object lives. */
export interface LifeRules {
  readonly policy: CachePolicy;
  readonly errorTtlSeconds: ReadonlyMap<number, number>;
  readonly now: Date;
}

/** How to make a cache entry of an answer when its body is there; undefined when it is not to be kept. */
export const cacheEntryOf = (
  rules: LifeRules,
  request: EdgeRequest,
  { status, headers }: OriginResponse,
): ((body: Buffer) => CacheEntry) | undefined => {
  const life = lifeOf(rules, status, headers);
  const isReused = life.freshSeconds > 0 || life.staleWhileRevalidateSeconds > 0;
  const canRevalidate = 'etag' in headers || 'last-modified' in headers;
  if (!life.isStored || !(isReused || canRevalidate)) return undefined;
  const times = entryTimes(rules, status, headers);
  const query = keyQuery(rules.policy, request);
  return (body) => ({ uri: request.uri, query, status, headers, body, ...times });
};

/** A stale object that can be served again, and what `X-Cache` says of it. */
export interface RenewedEntry {
  readonly entry: CacheEntry;
  readonly cacheResult: 'RefreshHit' | 'Hit';
}

/**
 * The stale object again: unchanged at the origin (304), or standing in for an origin that fails, until the error
 * caching minimum TTL has passed. Undefined when the origin's answer is to be served.
 */
export const renewEntry = (
  rules: LifeRules,
  stale: CacheEntry,
  origin: OriginResponse,
): RenewedEntry | undefined => {
  if (origin.status === 304) {
    // A 304 renews the headers it names; its content type is none of the object's.
    const { 'content-type': _, ...renewed } = origin.headers;
    const headers = { ...stale.headers, ...renewed };
    return {
      entry: { ...stale, headers, ...entryTimes(rules, stale.status, headers) },
      cacheResult: 'RefreshHit',
    };
  }
  const nowMs = rules.now.getTime();
  const mayStandIn = stale.status < 400 && nowMs < (stale.staleIfErrorUntilMs ?? Number.POSITIVE_INFINITY);
  if (origin.status < 500 || !mayStandIn) return undefined;
  const retryAtMs = nowMs + errorTtlOf(origin.status, rules.errorTtlSeconds) * 1_000;
  return {
    entry: { ...stale, freshUntilMs: retryAtMs, staleWhileRevalidateUntilMs: retryAtMs },
    cacheResult: 'Hit',
  };
};

const lifeOf = ({ policy, errorTtlSeconds, now }: LifeRules, status: number, headers: ResponseHeaders) =>
  cacheLife(policy, status, headers, errorTtlSeconds, now);

const entryTimes = (rules: LifeRules, status: number, headers: ResponseHeaders) => {
  const life = lifeOf(rules, status, headers);
  const storedAtMs = rules.now.getTime();
  const freshUntilMs = storedAtMs + life.freshSeconds * 1_000;
  return {
    storedAtMs,
    freshUntilMs,
    staleWhileRevalidateUntilMs: freshUntilMs + life.staleWhileRevalidateSeconds * 1_000,
    ...(life.staleIfErrorSeconds !== undefined && {
      staleIfErrorUntilMs: freshUntilMs + life.staleIfErrorSeconds * 1_000,
    }),
  };
};
