import { cacheLife } from '../../../local/cloudfront/cache-ttl';
import type { CachePolicy } from '../../../local/cloudfront/policies';

const now = new Date('2026-07-10T00:00:00Z');
const life = (
  headers: Record<string, string>,
  ttls: [number, number, number] = [0, 86_400, 1_000],
  status = 200,
) => {
  const [MinTTL, DefaultTTL, MaxTTL] = ttls;
  return cacheLife({ MinTTL, DefaultTTL, MaxTTL } as CachePolicy, status, headers, new Map([[404, 7]]), now);
};

describe('how long an object is kept', () => {
  it.each([
    ['the default without a header', {}, [0, 500, 1_000], 500],
    ['the greater of minimum and default', {}, [600, 500, 1_000], 600],
    ['max-age', { 'cache-control': 'public, max-age=60' }, [0, 500, 1_000], 60],
    ['s-maxage before max-age', { 'cache-control': 'max-age=60, s-maxage=90' }, [0, 500, 1_000], 90],
    ['at most the maximum', { 'cache-control': 'max-age=5000' }, [0, 500, 1_000], 1_000],
    ['at least the minimum', { 'cache-control': 'max-age=5' }, [10, 500, 1_000], 10],
    ['Expires', { expires: 'Fri, 10 Jul 2026 00:01:40 GMT' }, [0, 500, 1_000], 100],
    [
      'max-age before Expires',
      { expires: 'Fri, 10 Jul 2026 01:00:00 GMT', 'cache-control': 'max-age=3' },
      [0, 500, 1_000],
      3,
    ],
    ['an Expires that is no date', { expires: '0' }, [0, 500, 1_000], 0],
    ['no-store against a minimum', { 'cache-control': 'no-store' }, [10, 500, 1_000], 10],
  ] as const)('is %s', (_, headers, ttls, seconds) => {
    expect(life(headers, [...ttls])).toMatchObject({ isStored: true, freshSeconds: seconds });
  });

  it.each(['no-store', 'no-cache', 'private, max-age=60'])(
    'is not at all with %s and no minimum',
    (header) => {
      expect(life({ 'cache-control': header })).toMatchObject({ isStored: false });
    },
  );

  it('is not at all when caching is disabled or the status is not cached', () => {
    expect(life({ 'cache-control': 'max-age=60' }, [0, 0, 0]).isStored).toBe(false);
    expect(life({ 'cache-control': 'max-age=60' }, [0, 0, 100], 206).isStored).toBe(false);
  });

  it('reads the stale directives', () => {
    expect(
      life({ 'cache-control': 'max-age=1, stale-while-revalidate=30, stale-if-error=40' }),
    ).toMatchObject({
      staleWhileRevalidateSeconds: 30,
      staleIfErrorSeconds: 40,
    });
  });
});

describe('how long an error is kept', () => {
  it.each([
    [404, {}, 7],
    [404, { 'cache-control': 'max-age=60' }, 60],
    [404, { 'cache-control': 'max-age=1' }, 7],
    [500, {}, 10],
    [500, { 'cache-control': 'no-store' }, 10],
    [403, { 'cache-control': 'max-age=60' }, 60],
  ])('%d with %j: %d s', (status, headers, seconds) => {
    expect(life(headers as Record<string, string>, [0, 0, 300], status)).toMatchObject({
      isStored: true,
      freshSeconds: seconds,
    });
  });

  it.each([
    [403, {}],
    [400, {}],
    [404, { 'cache-control': 'no-store' }],
    [403, { 'cache-control': 'no-store' }],
    [416, { 'cache-control': 'max-age=60' }],
    [429, { 'cache-control': 'max-age=60' }],
  ])('%d with %j: not at all', (status, headers) => {
    expect(life(headers as Record<string, string>, [0, 0, 300], status).isStored).toBe(false);
  });
});
