import { sendRaw } from '../gateway/send-raw';
import { createHttpStarter, echo } from './start-http';

const { start, stopAll } = createHttpStarter();
afterEach(stopAll);

describe('the event of an HTTP API', () => {
  it('has the shape captured from a live API', async () => {
    const { port, fn } = await start(echo, { routes: ['POST /a/{id}'] });

    await sendRaw({
      port,
      method: 'POST',
      path: '/a/x%20y?repeat=one&repeat=two&redirect=https%3A%2F%2Fe.com&literalPlus=a+b&encodedPlus=a%2Bb&empty=',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'curl/8',
        Cookie: 'session=abc123; theme=dark',
        'X-Probe': ['first', 'second'],
      },
      body: '{"λ":1}',
    });

    expect(fn.events).toEqual([
      {
        version: '2.0',
        routeKey: 'POST /a/{id}',
        rawPath: '/a/x y',
        rawQueryString:
          'repeat=one&repeat=two&redirect=https%3A%2F%2Fe.com&literalPlus=a+b&encodedPlus=a%2Bb&empty=',
        cookies: ['session=abc123', 'theme=dark'],
        headers: {
          'content-length': '8',
          'content-type': 'application/json',
          host: `127.0.0.1:${port}`,
          'user-agent': 'curl/8',
          'x-forwarded-for': '127.0.0.1',
          'x-forwarded-port': String(port),
          'x-forwarded-proto': 'http',
          'x-probe': 'first,second',
        },
        queryStringParameters: {
          repeat: 'one,two',
          redirect: 'https://e.com',
          literalPlus: 'a b',
          encodedPlus: 'a+b',
          empty: '',
        },
        pathParameters: { id: 'x y' },
        requestContext: {
          accountId: '000000000000',
          apiId: 'api',
          domainName: `127.0.0.1:${port}`,
          domainPrefix: '127',
          http: {
            method: 'POST',
            path: '/a/x y',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: 'curl/8',
          },
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          routeKey: 'POST /a/{id}',
          stage: '$default',
          time: '10/Jul/2026:19:19:05 +0000',
          timeEpoch: 1783711145000,
        },
        body: '{"λ":1}',
        isBase64Encoded: false,
      },
    ]);
  });

  it('leaves out what the request does not have', async () => {
    const { port, fn } = await start(echo);

    await sendRaw({ port, path: '/' });

    const [event] = fn.events as Record<string, unknown>[];
    for (const absent of ['cookies', 'queryStringParameters', 'pathParameters', 'body', 'stageVariables'])
      expect(event).not.toHaveProperty(absent);
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  });

  it.each([
    ['multipart/form-data; boundary=B', '--B--\r\n'],
    ['application/x-www-form-urlencoded', '{"expiry":"x"}'],
  ])('carries %s as base64', async (type, body) => {
    const { port, fn } = await start(echo);

    await sendRaw({ port, method: 'POST', path: '/', headers: { 'content-type': type }, body });

    expect(fn.events).toMatchObject([{ isBase64Encoded: true, body: Buffer.from(body).toString('base64') }]);
  });

  it('gives a chunked body its length', async () => {
    const { port, fn } = await start(echo);

    await sendRaw({
      port,
      method: 'POST',
      path: '/',
      headers: { 'transfer-encoding': 'chunked' },
      body: 'abc',
    });

    const [event] = fn.events as { headers: Record<string, unknown> }[];
    expect(event?.headers).toMatchObject({ 'content-length': '3' });
    expect(event?.headers).not.toHaveProperty('transfer-encoding');
  });

  it('has the stage in front of the path for a named stage', async () => {
    const { port, fn } = await start(echo, {
      routes: ['GET /a'],
      stage: { StageName: 'v1', StageVariables: { k: 'v' } },
    });

    const inside = await sendRaw({ port, path: '/v1/a' });
    const outside = await sendRaw({ port, path: '/a' });

    expect(inside.status).toBe(200);
    expect(fn.events).toMatchObject([{ rawPath: '/v1/a', stageVariables: { k: 'v' } }]);
    expect([outside.status, outside.text]).toEqual([404, '{"message":"Not Found"}']);
  });
});
