import { deferred } from '../../support/deferred';
import { poll } from '../../support/poll';
import { cached, createDeliveryStarter } from './start-delivery';

const { start, stopAll } = createDeliveryStarter();
afterEach(stopAll);

describe('an invalidation', () => {
  it('drops what it names at once', async () => {
    let version = 0;
    const { get, server } = await start(() => ({ headers: cached(60), body: `v${version++}` }));
    await get('/a/1');
    await get('/b/1');

    server.invalidate(['/a/*']);
    const a = await get('/a/1');
    const b = await get('/b/1');

    expect([a.text, b.text]).toEqual(['v2', 'v1']);
  });

  it('also stops an object that is being fetched from being kept', async () => {
    const release = deferred();
    let version = 0;
    const { get, server, events } = await start(async () => {
      const body = `v${version++}`;
      if (body === 'v0') await release.promise;
      return { headers: cached(60), body };
    });
    const first = get('/a');
    await poll(
      () => events,
      ({ length }) => length > 0,
    );

    server.invalidate(['/a']);
    release.resolve();
    const old = await first;
    const next = await get('/a');

    expect([old.text, next.text]).toEqual(['v0', 'v1']);
  });

  it('works when queries do not tell objects apart', async () => {
    let version = 0;
    const { get, server } = await start(() => ({ headers: cached(60), body: `v${version++}` }), {
      parameters: { QueryStringsConfig: { QueryStringBehavior: 'none' } },
    });
    await get('/a?x=1');

    server.invalidate(['/a']);

    expect((await get('/a?x=2')).text).toBe('v1');
  });
});
