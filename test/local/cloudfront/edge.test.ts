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

describe('what the edge refuses itself', () => {
  it('methods that the behaviour does not allow', async () => {
    const { get, events } = await start(() => ({}));

    const answer = await get('/a', {}, 'DELETE');

    expect([answer.status, verdict(answer), events.length]).toEqual([403, 'Error', 0]);
  });

  it('a GET with a body', async () => {
    const { port, events } = await start(() => ({}));

    const answer = await sendRaw({ port, path: '/a', headers: { 'content-length': '1' }, body: 'x' });

    expect([answer.status, events.length]).toEqual([403, 0]);
  });

  it('URLs above 8,192 bytes and heads above 20,480', async () => {
    const { get } = await start(() => ({}));

    expect((await get(`/${'a'.repeat(8_192)}`)).status).toBe(414);
    expect((await get('/a', { 'x-long': 'a'.repeat(20_480) })).status).toBe(494);
  });
});

describe('behaviours', () => {
  it('are chosen by the first pattern that matches, else the default', async () => {
    const { get } = await start(() => ({ headers: { 'cache-control': 'max-age=60' } }), {
      distribution: {
        CacheBehaviors: [
          {
            PathPattern: '/live/*.jp?g',
            TargetOriginId: 'origin',
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
            ViewerProtocolPolicy: 'allow-all',
          },
        ],
      },
    });
    const twice = async (path: string) => {
      await get(path);
      return verdict(await get(path));
    };

    expect(await twice('/live/a.jpeg')).toBe('Miss');
    expect(await twice('/live/a.jpg')).toBe('Hit');
    expect(await twice('/other')).toBe('Hit');
  });

  it('answer the root with the default root object', async () => {
    const { get, events } = await start(() => ({}), { distribution: { DefaultRootObject: 'index.html' } });

    await get('/');

    expect(events).toMatchObject([{ rawPath: '/index.html' }]);
  });
});

describe('a response headers policy', () => {
  it('adds, overrides and removes headers', async () => {
    const { get } = await start(
      () => ({ headers: { 'x-kept': 'origin', 'x-replaced': 'origin', 'x-removed': 'origin' } }),
      {
        headersPolicy: {
          CustomHeadersConfig: {
            Items: [
              { Header: 'X-Kept', Value: 'policy', Override: false },
              { Header: 'X-Replaced', Value: 'policy', Override: true },
              { Header: 'X-Added', Value: 'policy', Override: false },
            ],
          },
          RemoveHeadersConfig: { Items: [{ Header: 'X-Removed' }] },
          SecurityHeadersConfig: {
            ContentTypeOptions: { Override: true },
            FrameOptions: { FrameOption: 'DENY', Override: true },
            ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
            ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
            StrictTransportSecurity: { AccessControlMaxAgeSec: 5, IncludeSubdomains: true, Override: true },
            XSSProtection: { Protection: true, ModeBlock: true, Override: true },
          },
        },
      },
    );

    const answer = await get('/a');

    expect(answer.headers).toMatchObject({
      'x-kept': 'origin',
      'x-replaced': 'policy',
      'x-added': 'policy',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'",
      'strict-transport-security': 'max-age=5; includeSubDomains',
      'x-xss-protection': '1; mode=block',
    });
    expect(answer.headers).not.toHaveProperty('x-removed');
  });

  const cors = (origins: string[]) => ({
    headersPolicy: {
      CorsConfig: {
        AccessControlAllowCredentials: false,
        AccessControlAllowHeaders: { Items: ['*'] },
        AccessControlAllowMethods: { Items: ['GET'] },
        AccessControlAllowOrigins: { Items: origins },
        AccessControlMaxAgeSec: 60,
        OriginOverride: true,
      },
    },
    behavior: { AllowedMethods: ['GET', 'HEAD', 'OPTIONS'] },
  });

  it("adds CORS headers for requests with an origin, the preflight's to a preflight, on hits and errors too", async () => {
    const { get } = await start(
      ({ rawPath }) => ({
        statusCode: rawPath === '/none' ? 404 : 200,
        headers: { 'cache-control': 'max-age=60' },
      }),
      cors(['*']),
    );
    const from = { origin: 'https://page.example' };

    const plain = await get('/a');
    const hit = await get('/a', from);
    const error = await get('/none', from);
    const preflight = await get('/a', { ...from, 'access-control-request-method': 'GET' }, 'OPTIONS');

    expect(plain.headers).not.toHaveProperty('access-control-allow-origin');
    expect([hit, error].map(({ headers }) => headers['access-control-allow-origin'])).toEqual(['*', '*']);
    expect(hit.headers).not.toHaveProperty('access-control-allow-methods');
    expect(preflight.headers).toMatchObject({
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': '*',
      'access-control-max-age': '60',
    });
  });

  it.each([
    ['https://page.example', 'https://page.example'],
    ['https://sub.app.example', 'https://sub.app.example'],
    ['https://evil.example', undefined],
    ['https://app.example.evil.com', undefined],
  ])('allows %s: %s', async (origin, allowed) => {
    const { get } = await start(() => ({}), cors(['https://page.example', 'https://*.app.example']));

    const { headers } = await get('/a', { origin });

    expect(headers['access-control-allow-origin']).toBe(allowed);
  });
});

describe('a template whose distribution would behave otherwise on AWS', () => {
  const wrong: [string, DeliveryParts, RegExp][] = [
    ['an S3 origin', { origin: { S3OriginConfig: {} } }, /S3OriginConfig/],
    ['another origin', { origin: { DomainName: 'example.com' } }, /no function URL/],
    [
      'a custom error page',
      {
        distribution: {
          CustomErrorResponses: [{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/e' }],
        },
      },
      /custom error pages/,
    ],
    ['signed URLs', { behavior: { TrustedKeyGroups: ['a'] } }, /TrustedKeyGroups/],
    ['Lambda@Edge', { behavior: { LambdaFunctionAssociations: [{}] } }, /LambdaFunctionAssociations/],
    ['an unknown policy', { behavior: { CachePolicyId: 'none' } }, /does not know this policy/],
    [
      'headers that CloudFront would add',
      {
        parameters: {
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['CloudFront-Viewer-Country'] },
        },
      },
      /do not exist locally/,
    ],
    ['a function that does not parse', { viewerRequest: 'function handler( {' }, /SyntaxError/],
    ['a function above 10 KB', { viewerRequest: `//${'a'.repeat(10_240)}` }, /10240/],
    ['a disabled distribution', { distribution: { Enabled: false } }, /Enabled/],
  ];

  it.each(wrong)('is refused at the start: %s', async (_, parts, message) => {
    await expect(start(() => ({}), parts)).rejects.toThrow(message);
  });
});
