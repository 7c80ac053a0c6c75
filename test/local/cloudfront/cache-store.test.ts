import { type CacheEntry, CacheStore } from '../../../local/cloudfront/cache-store';
import { parseInvalidationPath } from '../../../local/cloudfront/invalidation-path';

const entry = (uri: string, bytes = 10, query = ''): CacheEntry => ({
  uri,
  query,
  status: 200,
  headers: {},
  body: Buffer.alloc(bytes),
  storedAtMs: 0,
  freshUntilMs: 1,
  staleWhileRevalidateUntilMs: 1,
});

const put = (store: CacheStore, key: string, value: CacheEntry) => {
  const token = store.beginFetch(value.uri, value.query);
  store.put(key, value, token);
  store.endFetch(token);
};

const invalidate = (store: CacheStore, ...paths: string[]) =>
  store.invalidate(paths.flatMap((path) => parseInvalidationPath(path) ?? []));

describe('the objects in the cache', () => {
  it('leave in the order of their last use when there is no room', () => {
    const store = new CacheStore(30_000);
    put(store, 'a', entry('/a', 10_000));
    put(store, 'b', entry('/b', 10_000));
    store.get('a');

    put(store, 'c', entry('/c', 10_000));

    expect(['a', 'b', 'c'].map((key) => store.get(key) !== undefined)).toEqual([true, false, true]);
  });

  it('are not stored when one alone is larger than the cache', () => {
    const store = new CacheStore(5_000);
    put(store, 'a', entry('/a'));

    put(store, 'big', entry('/big', 5_000));

    expect(store.get('big')).toBeUndefined();
    expect(store.get('a')).toBeDefined();
  });

  it('count once when they are replaced', () => {
    const store = new CacheStore(30_000);

    for (let i = 0; i < 20; i++) put(store, 'a', entry('/a', 20_000));
    put(store, 'b', entry('/b', 5_000));

    expect(store.get('a')).toBeDefined();
    expect(store.get('b')).toBeDefined();
  });

  it.each([
    ['/img/1/public', [false, true, true, true]],
    ['/img/1/*', [false, false, true, false]],
    ['/img/*', [false, false, false, false]],
    ['/img/1/public?sig=x', [true, true, true, false]],
    ['/*', [false, false, false, false]],
    ['*', [false, false, false, false]],
    ['/img/1/publi', [true, true, true, true]],
    ['/img/*/public', [true, true, true, true]],
    ['/img/%31/public', [false, true, true, true]],
  ])('are dropped by %s', (path, left) => {
    const store = new CacheStore(1_000_000);
    const objects = [
      entry('/img/1/public'),
      entry('/img/1/thumb'),
      entry('/img/2/public'),
      entry('/img/1/public', 10, 'sig=x'),
    ];
    for (const [index, object] of objects.entries()) put(store, String(index), object);

    invalidate(store, path);

    expect(objects.map((_, index) => store.get(String(index)) !== undefined)).toEqual(left);
  });

  it('are not stored when they were invalidated while they were fetched', () => {
    const store = new CacheStore(1_000_000);
    const [hit, other] = [store.beginFetch('/a', ''), store.beginFetch('/b', '')];

    invalidate(store, '/a');
    store.put('a', entry('/a'), hit);
    store.put('b', entry('/b'), other);

    expect(store.get('a')).toBeUndefined();
    expect(store.get('b')).toBeDefined();
  });

  it('ignore a path that does not start with a slash', () => {
    expect(parseInvalidationPath('img/*')).toBeUndefined();
  });
});
