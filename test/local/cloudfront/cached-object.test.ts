import { Readable } from 'node:stream';
import { sendRaw } from '../gateway/send-raw';
import { cached, createDeliveryStarter, verdict } from './start-delivery';

const { start, advance, stopAll } = createDeliveryStarter();
afterEach(stopAll);

describe('a cached object', () => {
  it('is fetched once and then served with its age', async () => {
    const { get, events } = await start(() => ({ headers: cached(60), body: 'picture' }));

    const miss = await get('/a');
    advance(10);
    const hit = await get('/a');

    expect([verdict(miss), verdict(hit)]).toEqual(['Miss', 'Hit']);
    expect(hit.text).toBe('picture');
    expect(hit.headers).toMatchObject({
      age: '10',
      'content-type': 'image/png',
      'content-length': '7',
      via: expect.stringContaining('CloudFront'),
    });
    expect(miss.headers).not.toHaveProperty('age');
    expect(events).toHaveLength(1);
  });

  it('is fetched again when it has expired', async () => {
    const { get, events } = await start(() => ({ headers: cached(60) }));

    await get('/a');
    advance(60);
    const again = await get('/a');

    expect(verdict(again)).toBe('Miss');
    expect(events).toHaveLength(2);
  });

  it.each([
    ['path', '/b', {}],
    ['query', '/a?w=1', {}],
    ['listed header', '/a', { 'x-image-format': 'avif' }],
  ])('is another one for another %s', async (_, path, headers) => {
    const { get, events } = await start(() => ({ headers: cached(60) }));

    await get('/a');
    const other = await get(path, headers as Record<string, string>);

    expect(verdict(other)).toBe('Miss');
    expect(events).toHaveLength(2);
  });

  it.each([
    ['header that is not listed', { accept: 'image/avif', 'user-agent': 'x', 'x-forwarded-for': '1.2.3.4' }],
    ['cookie', { cookie: 'a=b' }],
    ['request to bypass caches', { 'cache-control': 'no-cache', pragma: 'no-cache' }],
  ])('is the same for any %s', async (_, headers) => {
    const { get, events } = await start(() => ({ headers: cached(60) }));

    await get('/a');
    const same = await get('/a', headers);

    expect(verdict(same)).toBe('Hit');
    expect(events).toHaveLength(1);
  });

  it('is told apart by listed query parameters only', async () => {
    const { get, events } = await start(() => ({ headers: cached(60) }), {
      parameters: { QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['w'] } },
    });

    await get('/a?w=1&utm=x');
    const same = await get('/a?utm=y&w=1');
    const other = await get('/a?w=2');

    expect([verdict(same), verdict(other)]).toEqual(['Hit', 'Miss']);
    expect(events.map(({ rawQueryString }) => rawQueryString)).toEqual(['w=1', 'w=2']);
  });

  it('is told apart by normalised Accept-Encoding', async () => {
    const { get, events } = await start(() => ({ headers: cached(60) }), {
      parameters: { EnableAcceptEncodingGzip: true, EnableAcceptEncodingBrotli: true },
    });

    await get('/a', { 'accept-encoding': 'deflate, gzip;q=0.5, br' });
    const same = await get('/a', { 'accept-encoding': 'br, gzip' });
    const other = await get('/a', { 'accept-encoding': 'identity' });

    expect([verdict(same), verdict(other)]).toEqual(['Hit', 'Miss']);
    expect(events.map(({ headers }) => headers['accept-encoding'])).toEqual(['br,gzip', undefined]);
  });

  it('answers HEAD', async () => {
    const { get, events } = await start(() => ({ headers: cached(60), body: 'picture' }));

    await get('/a');
    const head = await get('/a', {}, 'HEAD');

    expect([head.status, verdict(head), head.text, head.headers['content-length']]).toEqual([
      200,
      'Hit',
      '',
      '7',
    ]);
    expect(events).toHaveLength(1);
  });

  it.each([
    ['bytes=0-2', 206, 'pic', 'bytes 0-2/7'],
    ['bytes=4-', 206, 'ure', 'bytes 4-6/7'],
    ['bytes=-3', 206, 'ure', 'bytes 4-6/7'],
    ['bytes=2-99', 206, 'cture', 'bytes 2-6/7'],
    ['bytes=7-', 416, '', 'bytes */7'],
    ['bytes=-0', 416, '', 'bytes */7'],
    ['bytes=3-1', 200, 'picture', undefined],
    ['bytes=0-1,3-4', 200, 'picture', undefined],
    ['items=0-1', 200, 'picture', undefined],
  ])('answers a range %s with %d', async (range, status, text, contentRange) => {
    const { get } = await start(() => ({ headers: cached(60), body: 'picture' }));
    await get('/a');

    const answer = await get('/a', { range });

    expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([
      status,
      text,
      contentRange,
    ]);
  });

  it('answers a range only of the version the viewer has', async () => {
    const { get } = await start(() => ({ headers: cached(60, { etag: '"v2"' }), body: 'picture' }));
    await get('/a');

    const same = await get('/a', { range: 'bytes=0-0', 'if-range': '"v2"' });
    const other = await get('/a', { range: 'bytes=0-0', 'if-range': '"v1"' });

    expect([same.status, other.status]).toEqual([206, 200]);
  });

  it.each([
    ['an ETag', { 'if-none-match': '"v1", "v2"' }, 304],
    ['a weak ETag', { 'if-none-match': 'W/"v2"' }, 304],
    ['any version', { 'if-none-match': '*' }, 304],
    ['another ETag', { 'if-none-match': '"v1"', 'if-modified-since': 'Fri, 10 Jul 2026 00:00:00 GMT' }, 200],
    ['a later date', { 'if-modified-since': 'Thu, 09 Jul 2026 00:00:00 GMT' }, 304],
    ['an earlier date', { 'if-modified-since': 'Tue, 07 Jul 2026 00:00:00 GMT' }, 200],
  ])('answers a viewer that has %s', async (_, headers, status) => {
    const { get } = await start(() => ({
      headers: cached(60, { etag: '"v2"', 'last-modified': 'Wed, 08 Jul 2026 00:00:00 GMT' }),
      body: 'picture',
    }));

    const miss = await get('/a', headers as Record<string, string>);
    const hit = await get('/a', headers as Record<string, string>);

    for (const answer of [miss, hit]) {
      expect(answer.status).toBe(status);
      expect(answer.text).toBe(status === 304 ? '' : 'picture');
      expect(answer.headers.etag).toBe('"v2"');
    }
    expect(verdict(hit)).toBe('Hit');
  });
});

describe('ranges and HEAD of an object that is not cached', () => {
  it('a range goes to the origin, and its part is not cached', async () => {
    const { get, events } = await start(({ headers }) =>
      headers.range
        ? { statusCode: 206, headers: cached(60, { 'content-range': 'bytes 0-0/7' }), body: 'p' }
        : { headers: cached(60), body: 'picture' },
    );

    const part = await get('/a', { range: 'bytes=0-0' });
    const whole = await get('/a');

    expect([part.status, part.text, part.headers['content-range']]).toEqual([206, 'p', 'bytes 0-0/7']);
    expect([whole.status, whole.text]).toEqual([200, 'picture']);
    expect(events).toHaveLength(2);
  });

  it('a whole object that comes back for a range is sent whole and cached', async () => {
    const { get, events } = await start(() => ({ headers: cached(60), body: 'picture' }));

    const first = await get('/a', { range: 'bytes=0-0' });
    const second = await get('/a', { range: 'bytes=0-0' });

    expect([first.status, first.text]).toEqual([200, 'picture']);
    expect([second.status, second.text]).toEqual([206, 'p']);
    expect(events).toHaveLength(1);
  });

  it('HEAD goes to the origin and is not cached', async () => {
    const { get, events } = await start(() => ({
      headers: cached(60, { 'content-length': '7' }),
      body: 'picture',
    }));

    const head = await get('/a', {}, 'HEAD');
    await get('/a');

    expect([head.status, head.headers['content-length']]).toEqual([200, '7']);
    expect(events.map(({ requestContext }) => requestContext.http.method)).toEqual(['HEAD', 'GET']);
  });
});

describe('the cache as a whole', () => {
  it('is bounded', async () => {
    const { get, events } = await start(
      () => ({ headers: cached(60), body: Buffer.alloc(40_000) }),
      {},
      { maxCacheBytes: 100_000 },
    );

    for (const path of ['/1', '/2', '/3', '/1', '/3']) await get(path);

    expect(events.map(({ rawPath }) => rawPath)).toEqual(['/1', '/2', '/3', '/1']);
  });

  it('passes objects of any size on', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 7);
    const { port } = await start(() => ({
      headers: cached(60),
      body: Readable.from(
        (function* () {
          for (let i = 0; i < 40; i++) yield chunk;
        })(),
      ),
    }));

    const answer = await sendRaw({ port, path: '/big' });

    expect(answer.body.length).toBe(40 * chunk.length);
  });
});
