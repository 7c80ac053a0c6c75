import { sendRaw } from '../gateway/send-raw';
import { createRestStarter } from './start-rest';

const { start, stopAll } = createRestStarter();
afterEach(stopAll);

const post = (port: number, path = '/v1/acc/obj', headers: Record<string, string> = {}) =>
  sendRaw({ port, method: 'POST', path, headers, body: 'x' });

describe('limits of a REST API', () => {
  it('take a body of exactly 10 MB and refuse one byte more, announced or not', async () => {
    const { port, received } = await start();
    const send = (bytes: number, headers: Record<string, string> = {}) =>
      sendRaw({ port, method: 'POST', path: '/v1/acc/obj', headers, body: Buffer.alloc(bytes, 1) });

    const fits = await send(10_485_760);
    const announced = await send(10_485_761);
    const chunked = await send(10_485_761, { 'transfer-encoding': 'chunked' });

    expect(fits.status).toBe(200);
    expect(received).toHaveLength(1);
    for (const { status, text } of [announced, chunked])
      expect([status, text]).toEqual([413, 'HTTP content length exceeded 10485760 bytes.']);
  });

  it('refuse more than 10,240 bytes of request line and headers', async () => {
    const { port } = await start();

    const answer = await post(port, '/v1/acc/obj', { 'x-long': 'a'.repeat(10_240) });

    expect(answer.status).toBe(431);
  });

  it('throttle a method by its own setting before the common one', async () => {
    const setting = (HttpMethod: string, ResourcePath: string, burst: number) => ({
      HttpMethod,
      ResourcePath,
      ThrottlingBurstLimit: burst,
      ThrottlingRateLimit: 0.001,
    });
    const { port } = await start({
      parts: {
        stage: { MethodSettings: [setting('*', '/*', 1), setting('POST', '/~1{account}~1{object}', 2)] },
      },
    });
    const statuses: number[] = [];

    for (let i = 0; i < 3; i++) statuses.push((await post(port)).status);
    for (let i = 0; i < 2; i++) statuses.push((await sendRaw({ port, path: '/v1/mock' })).status);

    expect(statuses).toEqual([200, 200, 429, 405, 429]);
  });
});

describe('request validation', () => {
  const more = {
    Validator: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true, ValidateRequestBody: true },
    },
    Model: {
      Type: 'AWS::ApiGateway::Model',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ContentType: 'application/json',
        Schema: { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', required: ['a'] },
      },
    },
  };
  const method = {
    RequestValidatorId: { Ref: 'Validator' },
    RequestParameters: {
      'method.request.path.account': true,
      'method.request.path.object': true,
      'method.request.header.Content-Type': true,
      'method.request.querystring.q': true,
    },
    RequestModels: { 'application/json': { Ref: 'Model' } },
  };
  const send = async (path: string, headers: Record<string, string>, body: string) => {
    const { port } = await start({ parts: { more, method } });
    return sendRaw({ port, method: 'POST', path, headers, body });
  };

  it('names the parameters that are missing', async () => {
    const answer = await send('/v1/acc/obj', {}, '{"a":1}');

    expect([answer.status, answer.text]).toEqual([
      400,
      '{"message":"Missing required request parameters: [Content-Type, q]"}',
    ]);
  });

  it.each([
    ['{"a":1}', 200],
    ['{"b":1}', 400],
    ['{', 400],
  ])('checks a body %s: %d', async (body, status) => {
    const answer = await send('/v1/acc/obj?q=1', { 'content-type': 'application/json' }, body);

    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.text).toBe('{"message":"Invalid request body"}');
  });
});
