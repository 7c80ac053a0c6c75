import { createHash } from 'node:crypto';
import { FunctionError } from '../../../local/lambda/local-function';
import { sendRaw } from '../gateway/send-raw';
import type { DeliveryParts } from './delivery-template';
import { createDeliveryStarter, verdict } from './start-delivery';

const { start, lines, stopAll } = createDeliveryStarter();
afterEach(stopAll);

describe('the request at a function URL', () => {
  it('has the shape of one from CloudFront with origin access control', async () => {
    const { get, events } = await start(() => ({}));

    await get('/img/a%2Fb%20c/..%2f?exp=1&sig=%41+b', {
      'x-image-format': 'webp',
      accept: 'image/webp',
      cookie: 'a=b',
      authorization: 'Bearer secret',
      'user-agent': 'browser',
    });

    expect(events).toMatchObject([
      {
        version: '2.0',
        routeKey: '$default',
        rawPath: '/img/a%2Fb%20c/..%2f',
        rawQueryString: 'exp=1&sig=%41+b',
        queryStringParameters: { exp: '1', sig: 'A b' },
        requestContext: {
          accountId: '000000000000',
          domainName: 'url.lambda-url.us-east-1.on.aws',
          http: { method: 'GET', path: '/img/a%2Fb%20c/..%2f', userAgent: 'Amazon CloudFront' },
          authorizer: { iam: { accountId: '000000000000' } },
        },
        isBase64Encoded: false,
      },
    ]);
    expect(events[0]?.headers).toEqual({
      host: 'url.lambda-url.us-east-1.on.aws',
      'user-agent': 'Amazon CloudFront',
      'x-image-format': 'webp',
      via: expect.stringContaining('CloudFront'),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': expect.any(String),
      'x-forwarded-proto': 'http',
    });
  });

  it('carries what the origin request policy lists, without telling objects apart by it', async () => {
    const { get, events } = await start(() => ({ headers: { 'cache-control': 'max-age=60' } }), {
      parameters: { QueryStringsConfig: { QueryStringBehavior: 'none' } },
      originRequestPolicy: {
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Accept', 'User-Agent'] },
        CookiesConfig: { CookieBehavior: 'whitelist', Cookies: ['keep'] },
        QueryStringsConfig: { QueryStringBehavior: 'allExcept', QueryStrings: ['utm'] },
      },
    });

    await get('/a?w=1&utm=2', { accept: 'image/avif', 'user-agent': 'me', cookie: 'keep=1; drop=2' });
    const hit = await get('/a?w=9', { accept: 'other' });

    expect(events).toMatchObject([
      { rawQueryString: 'w=1', headers: { accept: 'image/avif', 'user-agent': 'me', cookie: 'keep=1' } },
    ]);
    expect(verdict(hit)).toBe('Hit');
  });

  it('carries all viewer headers but Host by the managed policy', async () => {
    const { get, events } = await start(() => ({}), {
      behavior: { OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac' },
    });

    await get('/a', { 'x-anything': '1', cookie: 'a=b' });

    expect(events[0]?.headers).toMatchObject({
      'x-anything': '1',
      cookie: 'a=b',
      host: 'url.lambda-url.us-east-1.on.aws',
    });
  });

  it('carries origin path and custom headers', async () => {
    const { get, events } = await start(() => ({}), {
      origin: {
        OriginPath: '/base',
        OriginCustomHeaders: [{ HeaderName: 'X-Origin', HeaderValue: 'secret' }],
      },
    });

    await get('/a', { 'x-origin': 'forged' });

    expect(events).toMatchObject([{ rawPath: '/base/a', headers: { 'x-origin': 'secret' } }]);
  });

  it('drops Set-Cookie when the behaviour forwards no cookies', async () => {
    const { get } = await start(() => ({ cookies: ['a=b'] }));

    expect((await get('/a')).headers).not.toHaveProperty('set-cookie');
  });

  it.each([
    ['InvokeFunctionUrl alone', { actions: ['lambda:InvokeFunctionUrl'] }],
    ['InvokeFunction alone', { actions: ['lambda:InvokeFunction'] }],
    ['no permission', { actions: [] }],
    ['no origin access control', { origin: { OriginAccessControlId: '' } }],
    [
      'the Host header of the viewer',
      { behavior: { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' } },
    ],
  ])('is refused with %s', async (_, parts) => {
    const { get, events } = await start(() => ({}), parts as DeliveryParts);

    const answer = await get('/a');

    expect([answer.status, events.length]).toEqual([403, 0]);
    expect(answer.text).toContain('Forbidden');
    expect(lines).toHaveLength(1);
  });

  it('needs the hash of a body', async () => {
    const { port, events } = await start(() => ({ body: 'ok' }), {
      behavior: { AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'] },
    });
    const post = (headers: Record<string, string>) =>
      sendRaw({
        port,
        method: 'POST',
        path: '/a',
        headers: { 'content-type': 'text/plain', ...headers },
        body: 'hello',
      });

    const without = await post({});
    const hashed = await post({ 'x-amz-content-sha256': createHash('sha256').update('hello').digest('hex') });

    expect([without.status, hashed.status]).toEqual([403, 200]);
    expect(events).toMatchObject([
      { body: 'hello', headers: { 'content-type': 'text/plain', 'content-length': '5' } },
    ]);
  });
});

describe('a function URL that fails', () => {
  it.each([
    [
      'throws',
      () => {
        throw new FunctionError('Error', 'secret');
      },
    ],
    ['answers a header with a line break', () => ({ headers: { a: 'b\r\nc: d' } })],
    ['answers no status', () => ({ statusCode: 42 })],
  ])('is 502 when it %s', async (_, handler) => {
    const { get } = await start(handler as never);

    const answer = await get('/a');

    expect(answer.status).toBe(502);
    expect(answer.text).not.toContain('secret');
    expect(answer.headers).not.toHaveProperty('c');
  });

  it('is 504 when it takes longer than the origin may', async () => {
    const { get } = await start(() => new Promise(() => {}), {
      origin: { CustomOriginConfig: { OriginReadTimeout: 0.05 } },
    });

    expect((await get('/a')).status).toBe(504);
  });

  it('may buffer its answer', async () => {
    const { get } = await start(() => ({ statusCode: 201, headers: { 'x-a': 'b' }, body: 'buffered' }), {
      url: { InvokeMode: 'BUFFERED' },
    });

    const answer = await get('/a');

    expect([answer.status, answer.text, answer.headers['x-a']]).toEqual([201, 'buffered', 'b']);
  });
});
