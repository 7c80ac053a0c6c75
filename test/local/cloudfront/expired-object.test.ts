import { Readable } from 'node:stream';
import { poll } from '../../support/poll';
import { type Answer, cached, createDeliveryStarter, verdict } from './start-delivery';

const { start, advance, stopAll } = createDeliveryStarter();
afterEach(stopAll);

describe('an expired object', () => {
  it('is renewed by a 304 of the origin', async () => {
    const { get, events } = await start(({ headers }) =>
      headers['if-none-match'] === '"v1"'
        ? { statusCode: 304, headers: { 'cache-control': 'max-age=60', etag: '"v1"' } }
        : { headers: cached(5, { etag: '"v1"' }), body: 'picture' },
    );

    await get('/a');
    advance(6);
    const refreshed = await get('/a');
    advance(50);
    const hit = await get('/a');

    expect([refreshed.status, verdict(refreshed), refreshed.text]).toEqual([200, 'RefreshHit', 'picture']);
    expect(refreshed.headers['content-type']).toBe('image/png');
    expect([verdict(hit), hit.headers.age]).toEqual(['Hit', '50']);
    expect(events).toHaveLength(2);
  });

  it('with max-age=0 is revalidated every time', async () => {
    const { get } = await start(({ headers }) =>
      headers['if-none-match']
        ? { statusCode: 304, headers: {} }
        : { headers: cached(0, { etag: '"v1"' }), body: 'x' },
    );

    await get('/a');
    const second = await get('/a');
    const third = await get('/a');

    expect([verdict(second), verdict(third)]).toEqual(['RefreshHit', 'RefreshHit']);
  });

  it('is served once more while it is fetched again, if it says so', async () => {
    let version = 0;
    const { get } = await start(() => ({
      headers: cached(10, { 'cache-control': 'max-age=10, stale-while-revalidate=30' }),
      body: `v${version++}`,
    }));

    await get('/a');
    advance(20);
    const stale = await get('/a');
    const fresh = await poll(
      () => get('/a'),
      ({ text }) => text !== stale.text,
    );
    advance(60);
    const late = await get('/a');

    expect([stale.text, fresh.text, late.text]).toEqual(['v0', 'v1', 'v2']);
    expect([verdict(stale), verdict(fresh), verdict(late)]).toEqual(['Hit', 'Hit', 'Miss']);
  });

  it('stands in for an origin that fails, for the error caching time', async () => {
    let answer: Answer = { headers: cached(10), body: 'picture' };
    const { get, events } = await start(() => answer, {
      distribution: { CustomErrorResponses: [{ ErrorCode: 500, ErrorCachingMinTTL: 5 }] },
    });
    await get('/a');
    advance(11);

    answer = { statusCode: 500, body: 'broken' };
    const standIn = await get('/a');
    advance(4);
    const again = await get('/a');
    advance(2);
    await get('/a');

    expect([standIn.status, standIn.text]).toEqual([200, 'picture']);
    expect([again.status, events.length]).toEqual([200, 3]);
  });

  it('does not stand in longer than it says', async () => {
    let answer: Answer = {
      headers: cached(10, { 'cache-control': 'max-age=10, stale-if-error=5' }),
      body: 'picture',
    };
    const { get } = await start(() => answer);
    await get('/a');
    answer = { statusCode: 503, body: 'broken' };

    advance(12);
    const within = await get('/a');
    advance(20);
    const after = await get('/a');

    expect([within.status, after.status]).toEqual([200, 503]);
  });

  it('gives way to a 4xx of the origin', async () => {
    let answer: Answer = { headers: cached(10), body: 'picture' };
    const { get } = await start(() => answer);
    await get('/a');
    advance(11);

    answer = { statusCode: 404, body: 'gone' };
    const gone = await get('/a');

    expect([gone.status, gone.text, verdict(gone)]).toEqual([404, 'gone', 'Error']);
  });
});

describe('errors of the origin', () => {
  it('are cached for the error caching time of their status', async () => {
    const { get, events } = await start(() => ({ statusCode: 404, body: 'no' }), {
      distribution: { CustomErrorResponses: [{ ErrorCode: 404, ErrorCachingMinTTL: 3 }] },
    });

    await get('/a');
    const again = await get('/a');
    advance(3);
    await get('/a');

    expect([again.status, again.text, verdict(again)]).toEqual([404, 'no', 'Error']);
    expect(events).toHaveLength(2);
  });

  it('are not cached when they are 403 without a Cache-Control', async () => {
    const { get, events } = await start(() => ({ statusCode: 403, body: 'no' }));

    await get('/a');
    await get('/a');

    expect(events).toHaveLength(2);
  });
});

describe('an object that may not be cached', () => {
  it.each(['no-store', 'private', 'no-cache'])('is fetched every time with %s', async (header) => {
    const { get, events } = await start(() => ({ headers: { 'cache-control': header } }));

    await get('/a');
    const again = await get('/a');

    expect(verdict(again)).toBe('Miss');
    expect(events).toHaveLength(2);
  });

  it('is fetched every time when its body broke off', async () => {
    let attempts = 0;
    const { get, events } = await start(() => ({
      headers: cached(60),
      body:
        attempts++ === 0
          ? Readable.from(
              (async function* () {
                yield Buffer.from('half');
                throw new Error('broken');
              })(),
            )
          : 'whole',
    }));

    await expect(get('/a')).rejects.toThrow();
    const again = await get('/a');

    expect(again.text).toBe('whole');
    expect(events).toHaveLength(2);
  });
});
