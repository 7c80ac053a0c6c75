import { createDeliveryStarter, verdict } from './start-delivery';

const { start, lines, stopAll } = createDeliveryStarter();
afterEach(stopAll);

const answering = (expression: string) => `
  function handler(event) {
    return { statusCode: 200, headers: { 'content-type': { value: 'application/json' } }, body: JSON.stringify(${expression}) };
  }`;

describe('the event of a viewer-request function', () => {
  it('has the documented structure, nothing decoded', async () => {
    const { get } = await start(() => ({}), { viewerRequest: answering('event') });

    const answer = await get('/a%20b?x=1&x=%32&flag&y=a+b', {
      'X-Header': 'one',
      cookie: 'c1=v1; c2=v2=w; c1=again',
    });

    expect(JSON.parse(answer.text)).toEqual({
      version: '1.0',
      context: {
        distributionDomainName: 'distribution.cloudfront.net',
        distributionId: 'distribution',
        eventType: 'viewer-request',
        requestId: expect.any(String),
      },
      viewer: { ip: '127.0.0.1' },
      request: {
        method: 'GET',
        uri: '/a%20b',
        querystring: {
          x: { value: '1', multiValue: [{ value: '1' }, { value: '%32' }] },
          flag: { value: '' },
          y: { value: 'a+b' },
        },
        headers: {
          'x-header': { value: 'one' },
          host: { value: expect.stringContaining('127.0.0.1') },
          connection: { value: expect.any(String) },
        },
        cookies: {
          c1: { value: 'v1', multiValue: [{ value: 'v1' }, { value: 'again' }] },
          c2: { value: 'v2=w' },
        },
      },
    });
    expect(verdict(answer)).toBe('FunctionGeneratedResponse');
  });
});

describe('a viewer-request function', () => {
  it('changes what is asked for and what tells objects apart', async () => {
    const { get, events } = await start(() => ({ headers: { 'cache-control': 'max-age=60' } }), {
      viewerRequest: `
        const format = (request) => (request.headers.accept && request.headers.accept.value.includes('avif') ? 'avif' : 'jpeg');
        async function handler(event) {
          const request = event.request;
          request.uri = '/v2' + request.uri;
          request.headers['x-image-format'] = { value: format(request) };
          return request;
        }`,
    });

    await get('/a', { accept: 'image/avif,*/*' });
    const hit = await get('/a', { accept: 'image/avif' });
    const other = await get('/a', { accept: 'image/*' });

    expect([verdict(hit), verdict(other)]).toEqual(['Hit', 'Miss']);
    expect(events.map(({ rawPath, headers }) => [rawPath, headers['x-image-format']])).toEqual([
      ['/v2/a', 'avif'],
      ['/v2/a', 'jpeg'],
    ]);
  });

  it('leaves a query it does not change as it was sent', async () => {
    const { get, events } = await start(() => ({}), {
      viewerRequest: 'function handler(event) { return event.request; }',
    });

    await get('/a?b=2&a=1&b=3&&flag&e=%2f+');

    expect(events).toMatchObject([{ rawQueryString: 'b=2&a=1&b=3&flag&e=%2f+' }]);
  });

  it('changes the query', async () => {
    const { get, events } = await start(() => ({}), {
      viewerRequest: `function handler(event) {
        const request = event.request;
        delete request.querystring.drop;
        request.querystring.add = { value: 'x' };
        return request;
      }`,
    });

    await get('/a?keep=1&drop=2&keep=3');

    expect(events).toMatchObject([{ rawQueryString: 'keep=1&keep=3&add=x' }]);
  });

  it('answers by itself, cookies and all', async () => {
    const { get, events } = await start(() => ({}), {
      viewerRequest: `function handler() {
        return {
          statusCode: 302,
          statusDescription: 'Found',
          headers: { location: { value: '/elsewhere' } },
          cookies: { a: { value: 'b', attributes: 'Secure; Path=/' } },
          body: { encoding: 'base64', data: 'aGk=' },
        };
      }`,
    });

    const answer = await get('/a');

    expect([answer.status, answer.headers.location, answer.headers['set-cookie'], answer.text]).toEqual([
      302,
      '/elsewhere',
      ['a=b; Secure; Path=/'],
      'hi',
    ]);
    expect(events).toEqual([]);
  });

  it('has crypto and querystring, and a console', async () => {
    const { get } = await start(() => ({}), {
      viewerRequest: `
        const crypto = require('crypto');
        const querystring = require('querystring');
        function handler(event) {
          console.log('seen', event.request.uri);
          return {
            statusCode: 200,
            body: crypto.createHmac('sha256', 'key').update('text').digest('hex') + querystring.stringify({ a: 'b c' }),
          };
        }`,
    });

    const answer = await get('/a');

    expect(answer.text).toBe('6afa9046a9579cad143a384c1b564b9a250d27d6f6a63f9f20bf3a7594c9e2c6a=b%20c');
    expect(lines).toEqual(['ViewerRequest: seen /a']);
  });

  it('starts anew for each request', async () => {
    const { get } = await start(() => ({}), {
      viewerRequest:
        'let calls = 0; function handler() { calls++; return { statusCode: 200, body: String(calls) }; }',
    });

    await get('/a');

    expect((await get('/a')).text).toBe('1');
  });

  it.each([
    ['throws', 'function handler() { throw new Error("secret"); }'],
    ['throws while it loads', 'null.x; function handler() {}'],
    ['has no handler', 'const other = 1;'],
    ['returns nothing', 'function handler() {}'],
    ['runs forever', 'function handler() { for (;;) {} }'],
    ['runs forever after an await', 'async function handler() { await null; for (;;) {} }'],
    ['never settles', 'function handler() { return new Promise(() => {}); }'],
    ['asks for another module', "const fs = require('fs'); function handler(e) { return e.request; }"],
    ['uses eval', "function handler(e) { eval('1'); return e.request; }"],
    ['looks for process', 'function handler(e) { process.exit(1); }'],
    ['waits with a timer', 'function handler(e) { setTimeout(() => {}, 1); return e.request; }'],
    [
      'changes the host',
      "function handler(e) { e.request.headers.host = { value: 'evil' }; return e.request; }",
    ],
    ['returns a relative path', "function handler(e) { e.request.uri = 'a'; return e.request; }"],
    ['puts a query into the path', "function handler(e) { e.request.uri = '/a?b'; return e.request; }"],
    [
      'breaks a request header',
      "function handler(e) { e.request.headers.a = { value: 'b\\r\\nc: d' }; return e.request; }",
    ],
    [
      'breaks an answer header',
      "function handler(e) { return { statusCode: 200, headers: { a: { value: 'b\\r\\nc: d' } } }; }",
    ],
    ['answers an impossible status', 'function handler(e) { return { statusCode: 99 }; }'],
  ])('that %s is a 503, and the service goes on', async (_, viewerRequest) => {
    const { get, events } = await start(() => ({}), { viewerRequest }, { maxFunctionMs: 150 });

    const answer = await get('/a');
    const next = await get('/a');

    expect([answer.status, verdict(answer), next.status]).toEqual([503, 'FunctionExecutionError', 503]);
    expect(answer.text).not.toContain('secret');
    expect(answer.headers).not.toHaveProperty('c');
    expect(events).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
  });
});

describe('a viewer-response function', () => {
  const viewerResponse = `function handler(event) {
    const response = event.response;
    response.headers['x-seen'] = { value: event.context.eventType + ' ' + response.statusCode };
    delete response.headers['x-internal'];
    response.cookies.b = { value: '2' };
    return response;
  }`;

  it('changes headers and cookies and keeps the body', async () => {
    const { get } = await start(
      () => ({ headers: { 'x-internal': 'y' }, cookies: ['a=1; Path=/'], body: 'picture' }),
      { viewerResponse, parameters: { CookiesConfig: { CookieBehavior: 'all' } } },
    );

    const answer = await get('/a');

    expect(answer.text).toBe('picture');
    expect(answer.headers).toMatchObject({
      'x-seen': 'viewer-response 200',
      'set-cookie': ['a=1; Path=/', 'b=2'],
    });
    expect(answer.headers).not.toHaveProperty('x-internal');
  });

  it('does not run for errors of the origin', async () => {
    const { get } = await start(() => ({ statusCode: 404 }), { viewerResponse });

    expect((await get('/a')).headers).not.toHaveProperty('x-seen');
  });
});
