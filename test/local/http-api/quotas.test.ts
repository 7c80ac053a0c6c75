import { sendRaw } from '../gateway/send-raw';
import { createHttpStarter, echo } from './start-http';

const { start, stopAll } = createHttpStarter();
afterEach(stopAll);

describe('quotas of an HTTP API', () => {
  it('refuse a body above 10 MB, announced or not', async () => {
    const { port, fn } = await start(echo);
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);

    const announced = await sendRaw({ port, method: 'POST', path: '/', body });
    const chunked = await sendRaw({
      port,
      method: 'POST',
      path: '/',
      headers: { 'transfer-encoding': 'chunked' },
      body,
    });

    for (const { status, text } of [announced, chunked])
      expect([status, text]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    expect(fn.events).toEqual([]);
  });

  it('refuse an event above the 6 MB of Lambda, base64 counted', async () => {
    const { port, fn } = await start(() => 'fine');
    const send = (bytes: number) => sendRaw({ port, method: 'POST', path: '/', body: Buffer.alloc(bytes) });

    const small = await send(4_700_000);
    const large = await send(4_800_000);

    expect([small.status, large.status]).toEqual([200, 413]);
    expect(fn.events).toHaveLength(1);
  });

  it('refuse more than 10,240 bytes of request line and headers', async () => {
    const { port } = await start(() => 'fine');

    const header = await sendRaw({ port, path: '/', headers: { 'x-long': 'a'.repeat(10_240) } });
    const path = await sendRaw({ port, path: `/${'a'.repeat(10_240)}` });
    const fits = await sendRaw({ port, path: '/', headers: { 'x-long': 'a'.repeat(9_900) } });

    expect([header.status, path.status, fits.status]).toEqual([431, 431, 200]);
  });

  it('throttle each route by the stage settings', async () => {
    const { port } = await start(() => 'fine', {
      routes: ['GET /a', 'GET /b'],
      stage: { DefaultRouteSettings: { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 } },
    });
    const statuses: number[] = [];

    for (const path of ['/a', '/a', '/a', '/b']) statuses.push((await sendRaw({ port, path })).status);
    const refused = await sendRaw({ port, path: '/a' });

    expect(statuses).toEqual([200, 200, 429, 200]);
    expect(refused.text).toBe('{"message":"Too Many Requests"}');
  });
});
