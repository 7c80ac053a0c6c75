import { cacheControl } from '../../../../lambdas/core/delivery/cache-lifetime';
import type { Variant } from '../../../../lambdas/core/variant';

const NOW = new Date('2026-03-04T05:06:07.900Z');
const NOW_SECONDS = Math.floor(NOW.getTime() / 1000);
const variant = (browser_ttl?: number): Variant => ({
  id: 'public',
  options: { fit: 'contain', metadata: 'none', ...(browser_ttl === undefined ? {} : { browser_ttl }) },
  neverRequireSignedURLs: false,
});

describe('how long an answer may be cached', () => {
  it.each([
    ['two days', variant(), undefined, 172_800],
    ['what the account says', variant(), 3_600, 3_600],
    ['what the variant says', variant(7_200), 3_600, 7_200],
    ['what the account says for options', undefined, 3_600, 3_600],
  ])('is %s for a public image', (_what, chosen, browser_ttl, seconds) => {
    const config = { flexible_variants: false, ...(browser_ttl === undefined ? {} : { browser_ttl }) };

    const value = cacheControl({ kind: 'public' }, chosen, config, NOW);

    expect(value).toBe(`public, max-age=${seconds}, stale-while-revalidate=7200`);
  });

  it.each([
    [60, 59],
    [1, 0],
    [3600, 3599],
    [100_000_000_000, 31_536_000],
  ])('ends with exp for a signed one that has %d seconds, and ignores every TTL', (left, seconds) => {
    const access = { kind: 'signed', expiresAtSeconds: NOW_SECONDS + left } as const;

    const value = cacheControl(access, variant(7_200), { flexible_variants: false, browser_ttl: 3_600 }, NOW);

    expect(value).toBe(`max-age=${seconds}, must-revalidate, stale-if-error=0`);
  });

  it('is two days for a signed one without exp', () => {
    const value = cacheControl({ kind: 'signed' }, variant(7_200), { flexible_variants: false }, NOW);

    expect(value).toBe('max-age=172800, must-revalidate, stale-if-error=0');
  });
});
