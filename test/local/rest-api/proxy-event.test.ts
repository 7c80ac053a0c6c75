import { sendRaw } from '../gateway/send-raw';
import { createLambdaStarter } from './start-lambda';

const { start, stopAll } = createLambdaStarter();
afterEach(stopAll);

describe('the event of a Lambda proxy integration', () => {
  it('has the shape captured from live APIs', async () => {
    const { port, fn } = await start();

    await sendRaw({
      port,
      method: 'POST',
      path: '/one/items/x%20y?repeat=one&repeat=two&redirect=https%3A%2F%2Fe.com&literalPlus=a+b&encodedPlus=a%2Bb&empty=',
      headers: {
        'content-Type': 'application/json',
        'user-agent': 'curl/8',
        accept: '*/*',
        cookie: 'session=abc123; theme=dark',
        'X-Probe': ['first', 'second'],
      },
      body: '{"λ":1}',
    });

    const headers = {
      'content-Type': 'application/json',
      'User-Agent': 'curl/8',
      accept: '*/*',
      cookie: 'session=abc123; theme=dark',
      'X-Probe': 'second',
      Host: `127.0.0.1:${port}`,
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Port': String(port),
      'X-Forwarded-Proto': 'http',
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-6a514[0-9a-f]{3}-[0-9a-f]{24}$/),
    };
    expect(fn.events).toEqual([
      {
        resource: '/items/{id+}',
        path: '/items/x%20y',
        httpMethod: 'POST',
        headers,
        multiValueHeaders: {
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
          'X-Probe': ['first', 'second'],
        },
        queryStringParameters: {
          repeat: 'two',
          redirect: 'https://e.com',
          literalPlus: 'a b',
          encodedPlus: 'a+b',
          empty: '',
        },
        multiValueQueryStringParameters: {
          repeat: ['one', 'two'],
          redirect: ['https://e.com'],
          literalPlus: ['a b'],
          encodedPlus: ['a+b'],
          empty: [''],
        },
        pathParameters: { id: 'x%20y' },
        stageVariables: null,
        requestContext: {
          accountId: '000000000000',
          apiId: 'api',
          deploymentId: 'Deployment',
          domainName: `127.0.0.1:${port}`,
          domainPrefix: '127',
          extendedRequestId: expect.any(String),
          httpMethod: 'POST',
          identity: {
            accessKey: null,
            accountId: null,
            caller: null,
            cognitoAuthenticationProvider: null,
            cognitoAuthenticationType: null,
            cognitoIdentityId: null,
            cognitoIdentityPoolId: null,
            principalOrgId: null,
            sourceIp: '127.0.0.1',
            user: null,
            userAgent: 'curl/8',
            userArn: null,
          },
          path: '/one/items/x%20y',
          protocol: 'HTTP/1.1',
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          requestTime: '10/Jul/2026:19:19:05 +0000',
          requestTimeEpoch: 1783711145000,
          resourceId: 'Item',
          resourcePath: '/items/{id+}',
          stage: 'one',
        },
        body: Buffer.from('{"λ":1}').toString('base64'),
        isBase64Encoded: true,
      },
    ]);
  });

  it('has null for what the request does not have', async () => {
    const { port, fn } = await start();

    await sendRaw({ port, path: '/one/items' });

    expect(fn.events).toMatchObject([
      {
        queryStringParameters: null,
        multiValueQueryStringParameters: null,
        pathParameters: null,
        stageVariables: null,
        body: null,
        isBase64Encoded: false,
        requestContext: { identity: { userAgent: null } },
      },
    ]);
  });

  it('carries a body as text when its type is not binary', async () => {
    const { port, fn } = await start(undefined, { api: { BinaryMediaTypes: ['image/*'] } });
    const send = (type: string) =>
      sendRaw({ port, method: 'POST', path: '/one/items', headers: { 'content-type': type }, body: 'λ' });

    await send('text/plain');
    await send('IMAGE/png; q=1');

    expect(fn.events).toMatchObject([
      { body: 'λ', isBase64Encoded: false },
      { body: Buffer.from('λ').toString('base64'), isBase64Encoded: true },
    ]);
  });

  it.each([
    ['an encoded slash', 'a%2Fb', 'a%2Fb'],
    ['an encoded percent sign', '100%25', '100%25'],
    ['an encoded question mark', 'a%3Fb', 'a%3Fb'],
    ['a doubly encoded slash', 'a%252Fb', 'a%252Fb'],
    ['other letters', '%CE%BB', '%CE%BB'],
    ['a broken escape', 'a%zzb', 'a%zzb'],
    ['a lonely percent sign', '%', '%'],
    ['bytes that are no UTF-8', '%ff', '%ff'],
    ['raw slashes', 'a/b/c', 'a/b/c'],
    ['double slashes', 'a//b', 'a//b'],
    ['dots', 'a/..%2f../../etc/passwd', 'a/..%2f../../etc/passwd'],
    ['a plus', 'test%2Balias@e.com/test+alias@e.com', 'test%2Balias@e.com/test+alias@e.com'],
    ['a slash at the end, which is no part of the parameter', 'a/', 'a'],
    ['the name of a property of every object', '__proto__', '__proto__'],
  ])('keeps %s of a path as sent', async (_, sent, id) => {
    const { port, fn } = await start();

    const { status } = await sendRaw({ port, path: `/two/items/${sent}` });

    expect(status).toBe(200);
    expect(fn.events).toMatchObject([
      {
        path: `/items/${sent}`,
        pathParameters: { id },
        requestContext: { path: `/two/items/${sent}`, resourcePath: '/items/{id+}' },
      },
    ]);
  });

  it('says whom a proxy in front forwarded the request for', async () => {
    const { port, fn } = await start();

    await sendRaw({ port, path: '/one/items', headers: { 'x-forwarded-for': '192.0.2.1' } });

    expect(fn.events).toMatchObject([
      {
        headers: { 'X-Forwarded-For': '192.0.2.1, 127.0.0.1' },
        requestContext: { identity: { sourceIp: '127.0.0.1' } },
      },
    ]);
  });
});
