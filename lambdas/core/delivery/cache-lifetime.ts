import type { AccountConfig } from '../settings';
import type { Variant } from '../variant';
import type { Access } from './delivery-access';

/** Contract 6.1, in seconds. */
const DEFAULT_BROWSER_TTL = 172_800;
const STALE_WHILE_REVALIDATE = 7_200;

/** A year; longer says nothing more (RFC 9111 leaves more to the cache). */
const MAX_PRIVATE_TTL = 31_536_000;

/**
 * The `Cache-Control` of an answer (contract 6.1). A signed answer lives in caches until its `exp` and not a second
 * longer, and is never served stale; the edge checks `exp` again before its own cache. For CloudFront the cache
 * policy's maximum TTL, much shorter, decides.
 */
export const cacheControl = (
  access: Access,
  variant: Variant | undefined,
  config: AccountConfig,
  now: Date,
): string => {
  if (access.kind === 'public') {
    const seconds = variant?.options.browser_ttl ?? config.browser_ttl ?? DEFAULT_BROWSER_TTL;
    return `public, max-age=${seconds}, stale-while-revalidate=${STALE_WHILE_REVALIDATE}`;
  }
  const left =
    access.expiresAtSeconds === undefined
      ? DEFAULT_BROWSER_TTL
      : Math.floor(access.expiresAtSeconds - now.getTime() / 1000);
  return `max-age=${Math.min(Math.max(left, 0), MAX_PRIVATE_TTL)}, must-revalidate, stale-if-error=0`;
};
