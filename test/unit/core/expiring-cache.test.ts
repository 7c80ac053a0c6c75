import { ExpiringCache } from '../../../lambdas/core/expiring-cache';
import { secondsLater } from '../../support/image-fixtures';

const setUp = () => {
  let now = secondsLater(0);
  const cache = new ExpiringCache<string>({ lifetimeSeconds: 60, maxEntries: 2, clock: () => now });
  const wait = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000);
  };
  return { cache, wait };
};

describe('an expiring cache', () => {
  it('knows what it was told until its lifetime is over', () => {
    const { cache, wait } = setUp();
    cache.set('a', 'one');

    wait(59.999);
    expect(cache.get('a')).toBe('one');
    wait(0.001);
    expect(cache.get('a')).toBeUndefined();
  });

  it('drops what it has kept longest when it is full', () => {
    const { cache } = setUp();

    for (const key of ['a', 'b', 'c']) cache.set(key, key);

    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([undefined, 'b', 'c']);
  });
});
