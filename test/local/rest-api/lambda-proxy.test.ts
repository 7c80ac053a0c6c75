import { FunctionError } from '../../../local/lambda/local-function';
import { sendRaw } from '../gateway/send-raw';
import { createLambdaStarter, ok } from './start-lambda';

const { start, lines, stopAll } = createLambdaStarter();
afterEach(stopAll);

const DEFAULT_5XX = {
  ResponseType: 'DEFAULT_5XX',
  ResponseTemplates: { 'application/json': '{"shaped":"$context.error.responseType"}' },
};
const fail = () => {
  throw new FunctionError('Error', 'secret detail');
};

describe('answers of a Lambda proxy integration', () => {
  it('come from the function', async () => {
    const { port } = await start(() => ({
      statusCode: 201,
      headers: { 'content-type': 'text/plain' },
      multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] },
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    }));

    const answer = await sendRaw({ port, path: '/one/items' });

    expect([answer.status, [...answer.body]]).toEqual([201, [0, 255]]);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain',
      'set-cookie': ['a=1', 'b=2'],
      'x-amzn-requestid': expect.any(String),
    });
  });

  it.each([
    ['image/png', [0, 255]],
    ['image/webp,image/png', [...Buffer.from('AP8=')]],
    [undefined, [...Buffer.from('AP8=')]],
  ])('are decoded by the first type of Accept, here %s', async (accept, bytes) => {
    const { port } = await start(() => ({ body: 'AP8=', isBase64Encoded: true }), {
      api: { BinaryMediaTypes: ['image/png'] },
    });

    const answer = await sendRaw({
      port,
      path: '/one/items',
      headers: accept === undefined ? {} : { accept },
    });

    expect([...answer.body]).toEqual(bytes);
  });

  it('have no body for HEAD but its length', async () => {
    const { port } = await start(() => ({ body: 'four' }));

    const answer = await sendRaw({ port, method: 'HEAD', path: '/one/items/a' });

    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([200, '', '4']);
  });

  it.each([
    ['the function throws', fail],
    [
      'the function runs out of time',
      () => Promise.reject(new FunctionError('Sandbox.Timedout', 'Task timed out')),
    ],
    ['the answer is malformed', () => ({ statusCode: 200, body: { a: 1 } })],
    ['the function answers nothing', () => undefined],
    ['the answer would split the headers', () => ({ headers: { a: 'b\r\nset-cookie: evil=1' } })],
    ['the answer is larger than 6 MB', () => ({ body: 'a'.repeat(6 * 1024 * 1024) })],
  ])('are 502 when %s', async (_, handler) => {
    const { port } = await start(handler);

    const answer = await sendRaw({ port, path: '/one/items' });

    expect([answer.status, answer.text]).toEqual([502, '{"message":"Internal server error"}']);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(lines).toHaveLength(1);
  });

  it('are shaped by the gateway response for all 5XX, which keeps the 502', async () => {
    const { port } = await start(fail, { gatewayResponses: [DEFAULT_5XX] });

    const answer = await sendRaw({ port, path: '/one/items' });

    expect([answer.status, answer.text]).toEqual([502, '{"shaped":"DEFAULT_5XX"}']);
    expect(lines.join()).toContain('secret detail');
  });

  it('are 500 for a body that is no base64', async () => {
    const { port } = await start(() => ({ body: 'èé', isBase64Encoded: true }));

    const answer = await sendRaw({ port, path: '/one/items' });

    expect([answer.status, answer.text]).toEqual([500, '{"message":"Internal server error"}']);
  });

  it('are 504 after the timeout of the integration', async () => {
    const { port } = await start(() => new Promise(() => {}), { proxy: { TimeoutInMillis: 60 } });

    const answer = await sendRaw({ port, path: '/one/items' });

    expect([answer.status, answer.text]).toEqual([504, '{"message":"Endpoint request timed out"}']);
  });

  it('of a function that failed do not keep the next request from its own', async () => {
    let requests = 0;
    const { port } = await start(() => (requests++ === 0 ? fail() : { body: 'fine' }));

    const failed = await sendRaw({ port, path: '/one/items' });
    const next = await sendRaw({ port, path: '/one/items' });

    expect([failed.status, next.text]).toEqual([502, 'fine']);
  });

  it.each([
    ['there is no permission', null],
    [
      'the permission names another API',
      { SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:other/*/*/*' },
    ],
    [
      'the permission names another stage',
      { SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/two/*/*' },
    ],
    [
      'the permission names another method',
      { SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/*/PUT/*' },
    ],
    [
      'the permission names another path',
      { SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/*/*/create' },
    ],
  ])('are 500 when %s', async (_, permission) => {
    const { port, fn } = await start(ok, { permission });

    const answer = await sendRaw({ port, path: '/one/items' });

    expect([answer.status, answer.text]).toEqual([500, '{"message":"Internal server error"}']);
    expect(fn.events).toEqual([]);
    expect(lines.join()).toContain('AWS::Lambda::Permission');
  });
});

describe('bodies of a Lambda proxy integration', () => {
  const post = (port: number, bytes: number, headers: Record<string, string> = {}) =>
    sendRaw({ port, method: 'POST', path: '/one/items', headers, body: Buffer.alloc(bytes) });
  const shaped = {
    gatewayResponses: ['REQUEST_TOO_LARGE', 'DEFAULT_4XX'].map((ResponseType) => ({
      ResponseType,
      ResponseTemplates: { 'application/json': `{"shaped":"${ResponseType}"}` },
    })),
  };

  it('above the 6 MB of Lambda, base64 counted, are refused in words that no gateway response changes', async () => {
    const { port, fn } = await start(ok, shaped);

    const fits = await post(port, 4_700_000);
    const refused = await post(port, 4_800_000);

    expect(fits.status).toBe(200);
    expect([refused.status, refused.text]).toEqual([413, '{"message": "Request Too Long"}']);
    expect(refused.headers['x-amzn-errortype']).toBe('BadRequestException');
    expect(fn.events).toHaveLength(1);
  });

  it('above 10 MB are refused in plain text that no gateway response changes, announced or not', async () => {
    const { port, fn } = await start(ok, shaped);

    const announced = await post(port, 10_485_761);
    const chunked = await post(port, 10_485_761, { 'transfer-encoding': 'chunked' });

    for (const { status, text } of [announced, chunked])
      expect([status, text]).toEqual([413, 'HTTP content length exceeded 10485760 bytes.']);
    expect(fn.events).toEqual([]);
  });
});
