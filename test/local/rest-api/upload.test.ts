import { sendRaw } from '../gateway/send-raw';
import { allow, createRestStarter } from './start-rest';

const { start, lines, stopAll } = createRestStarter();
afterEach(stopAll);

const post = (
  port: number,
  path = '/v1/acc/obj',
  headers: Record<string, string> = {},
  body: string | Buffer = 'x',
) =>
  sendRaw({
    port,
    method: 'POST',
    path,
    headers: { 'content-type': 'multipart/form-data; boundary=B', ...headers },
    body,
  });

describe('an upload through the S3 integration', () => {
  it('puts the bytes unchanged at the mapped path, signed with the role, and answers by the template', async () => {
    const { port, received } = await start({ s3: () => ({ status: 200, headers: { ETag: '"e"' } }) });
    const bytes = Buffer.from([0, 255, 13, 10, 128]);

    const answer = await post(port, '/v1/acc/obj', {}, bytes);

    expect([answer.status, answer.text]).toEqual([200, '{"image":{"id":"a"}}']);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'x-static': 'fixed',
      'x-etag': '"e"',
      'x-amzn-requestid': expect.any(String),
    });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'PUT', url: '/bucket/staging/acc/obj', body: bytes });
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'multipart/form-data; boundary=B',
      'if-none-match': '*',
      'content-length': '5',
      'x-amz-security-token': 'token',
      authorization: expect.stringContaining('Credential=ASIALOCAL/'),
    });
  });

  it('does not forward headers that nobody mapped', async () => {
    const { port, received } = await start();

    await post(port, '/v1/acc/obj', {
      authorization: 'Bearer secret',
      'x-amz-acl': 'public-read',
      cookie: 'a=b',
    });

    expect(received[0]?.headers).not.toHaveProperty('cookie');
    expect(received[0]?.headers).not.toHaveProperty('x-amz-acl');
    expect(received[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256/);
  });

  it('decodes path parameters once, so an encoded slash and dots leave their segment', async () => {
    const { port, received } = await start();

    await post(port, '/v1/..%2F..%2Fother/a%20b%252Fc');

    expect(received[0]?.url).toBe('/bucket/staging/../../other/a%20b%252Fc');
  });

  it.each([
    ['line breaks', '/v1/acc/a%0d%0aX-Evil:%201', '/bucket/staging/acc/a%0D%0AX-Evil%3A%201'],
    ['a question mark', '/v1/acc/a%3Facl', '/bucket/staging/acc/a%3Facl'],
  ])('encodes %s of a path parameter again', async (_, path, url) => {
    const { port, received } = await start();

    await post(port, path);

    expect(received[0]?.url).toBe(url);
  });

  it('refuses a path parameter that cannot be decoded', async () => {
    const { port, received } = await start();

    const answer = await post(port, '/v1/acc/%ff');

    expect(answer.status).toBe(400);
    expect(received).toEqual([]);
  });

  it.each([
    [412, 409, '{"used":true}'],
    [500, 500, 'broken'],
    [404, 500, 'broken'],
  ])('answers a %d of S3 with %d', async (status, expected, text) => {
    const { port } = await start({
      s3: () => ({ status, body: '<Error/>', headers: { 'content-type': 'application/xml' } }),
    });

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([expected, text]);
  });

  it('lets the template override the status', async () => {
    const { port } = await start({
      s3: () => ({ status: 403 }),
      authorize: () => allow({ prefix: 'refused', image: 'null', status: 404, code: 5404 }),
    });

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([404, '{"code":5404}']);
  });

  it('never runs what the authorizer returns as a template', async () => {
    const { port } = await start({
      authorize: () => allow({ prefix: 'staging', image: '"#set($x=1)$context.apiId"' }),
    });

    const answer = await post(port);

    expect(answer.text).toBe('{"image":"#set($x=1)$context.apiId"}');
  });

  it('answers 504 when S3 cannot be reached', async () => {
    const { port } = await start({ s3Endpoint: 'http://127.0.0.1:1' });

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([
      504,
      '{"message":"Network error communicating with endpoint"}',
    ]);
  });

  it('answers 504 when S3 takes too long', async () => {
    const { port } = await start({ s3: () => undefined, parts: { integration: { TimeoutInMillis: 60 } } });

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([504, '{"message":"Endpoint request timed out"}']);
  });

  it('answers many uploads at once', async () => {
    const { port, received } = await start();

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => post(port, `/v1/acc/${i}`, {}, `body ${i}`)),
    );

    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(received.map(({ url, body }) => `${url} ${body}`)).size).toBe(50);
  });
});

describe('a method configured in a way that fails on AWS', () => {
  const response = (changes: Record<string, unknown>) => ({
    IntegrationResponses: [{ StatusCode: '200', ContentHandling: 'CONVERT_TO_TEXT', ...changes }],
  });

  it.each([
    [
      'a template meets a binary answer',
      response({ ContentHandling: 'CONVERT_TO_BINARY', ResponseTemplates: { 'application/json': 'x' } }),
      /CONVERT_TO_TEXT/,
    ],
    ['the method does not declare the status', response({ StatusCode: '201' }), /declares no response 201/],
    [
      'the method does not declare a header',
      response({ ResponseParameters: { 'method.response.header.X-Other': "'a'" } }),
      /does not declare/,
    ],
    ['nothing maps to a path variable', { RequestParameters: {} }, /path variable prefix/],
    [
      'a template prints nothing',
      response({ ResponseTemplates: { 'application/json': '$context.authorizer.none' } }),
      /refers to nothing/,
    ],
    [
      'a mapped header has a line break',
      response({ ResponseParameters: { 'method.response.header.X-Static': 'context.authorizer.evil' } }),
      /cannot be sent/,
    ],
  ])('is 500 and says why: %s', async (_, integration, line) => {
    const { port } = await start({
      parts: { integration },
      authorize: () => allow({ prefix: 'staging', image: '1', evil: 'a\r\nset-cookie: b=c' }),
    });

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([500, '{"message":"Internal server error"}']);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(lines.join()).toMatch(line);
  });
});

describe('request templates and passthrough', () => {
  const integration = { RequestTemplates: { 'text/plain': 'was: $input.body' } };
  const send = (port: number, type: string) =>
    sendRaw({ port, method: 'POST', path: '/v1/acc/obj', headers: { 'content-type': type }, body: 'hello' });

  it.each([
    ['WHEN_NO_MATCH', 'text/plain', 'was: hello'],
    ['WHEN_NO_MATCH', 'image/png', 'hello'],
    ['NEVER', 'text/plain; charset=utf-8', 'was: hello'],
  ])('%s with %s sends "%s"', async (PassthroughBehavior, type, sent) => {
    const { port, received } = await start({
      parts: { api: { BinaryMediaTypes: [] }, integration: { ...integration, PassthroughBehavior } },
    });

    await send(port, type);

    expect(received[0]?.body.toString()).toBe(sent);
  });

  it.each(['NEVER', 'WHEN_NO_TEMPLATES'])(
    '%s refuses another content type with 415',
    async (PassthroughBehavior) => {
      const { port, received } = await start({
        parts: { integration: { ...integration, PassthroughBehavior } },
      });

      const answer = await send(port, 'image/png');

      expect([answer.status, answer.text]).toEqual([415, '{"message":"Unsupported Media Type"}']);
      expect(received).toEqual([]);
    },
  );

  it('is 500 when a request template meets a binary body', async () => {
    const { port } = await start({ parts: { integration } });

    const answer = await send(port, 'text/plain');

    expect(answer.status).toBe(500);
    expect(lines.join()).toMatch(/CONVERT_TO_TEXT/);
  });

  it('damages bytes that are no UTF-8 when their type is not binary', async () => {
    const { port, received } = await start({ parts: { api: { BinaryMediaTypes: ['image/png'] } } });

    await post(port, '/v1/acc/obj', {}, Buffer.from([0xff]));

    expect(received[0]?.body).toEqual(Buffer.from('\uFFFD'));
  });
});
