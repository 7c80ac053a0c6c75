import { FunctionError } from '../../../local/lambda/local-function';
import { sendRaw } from '../gateway/send-raw';
import type { LambdaParts } from './lambda-template';
import { createLambdaStarter } from './start-lambda';

const { start, lines, stopAll } = createLambdaStarter();
afterEach(stopAll);

const made = () => ({ statusCode: 201, headers: { 'x-made': 'yes' }, body: '{"it\'s":"made"}' });
const FORM = { 'content-type': 'multipart/form-data; boundary=B' };
const post = (port: number, body: string | Buffer = 'x', headers: Record<string, string> = FORM) =>
  sendRaw({ port, method: 'POST', path: '/one/create', headers, body });
const failWith = (message: string) => () => {
  throw new FunctionError('Error', message);
};

describe('the event of a Lambda integration', () => {
  it('is what the template of the content type makes of the request, bytes as base64', async () => {
    const { port, fn } = await start(made);
    const bytes = Buffer.from([0, 255, 13, 10]);

    await post(port, bytes, { ...FORM, 'X-Tricky': '"},"body":"forged\\ $input.body #end it\'s' });

    expect(fn.events).toMatchObject([
      {
        stage: 'one',
        headers: { 'X-Tricky': '"},"body":"forged\\ $input.body #end it\'s' },
        body: bytes.toString('base64'),
      },
    ]);
  });

  it.each([
    ['application/json; charset=utf-8', true],
    ['APPLICATION/JSON', true],
    ['', true],
    ['text/plain', false],
    ['application/jsonx', false],
  ])('needs a template for the content type "%s": %s', async (type, fits) => {
    const { port, fn } = await start(made, {
      gatewayResponses: [
        {
          ResponseType: 'UNSUPPORTED_MEDIA_TYPE',
          StatusCode: '400',
          ResponseTemplates: { 'application/json': '{"type":"unknown"}' },
        },
      ],
    });

    const answer = await post(port, 'x', type === '' ? {} : { 'content-type': type });

    expect(answer.status).toBe(fits ? 201 : 400);
    expect(fn.events).toHaveLength(fits ? 1 : 0);
  });

  it('holds a body as it came, whether it is what its type says or not', async () => {
    const { port, fn } = await start(made);

    await post(port, '{"broken', { 'content-type': 'application/json' });

    expect(fn.events).toMatchObject([{ body: Buffer.from('{"broken').toString('base64') }]);
  });

  it('leaves out a body of 5 MB that Lambda would refuse', async () => {
    const { port, fn } = await start(made);
    const body = Buffer.alloc(5_000_000, 0xff);

    const answer = await post(port, body);

    expect(answer.status).toBe(201);
    expect(fn.events.at(-1)).toMatchObject({ bodyTooLarge: true });
    expect(fn.events.at(-1)).not.toHaveProperty('body');
  });

  it('is refused above 6 MB in words that no gateway response changes', async () => {
    const { port, fn } = await start(made, {
      create: { RequestTemplates: { 'multipart/form-data': '{"body":"$input.body"}' } },
      gatewayResponses: [
        { ResponseType: 'DEFAULT_4XX', ResponseTemplates: { 'application/json': 'shaped' } },
      ],
    });

    const answer = await post(port, Buffer.alloc(4_800_000));

    expect([answer.status, answer.text]).toEqual([413, '{"message": "Request Too Long"}']);
    expect(fn.events).toEqual([]);
  });

  it.each([
    [
      'makes no JSON',
      { RequestTemplates: { 'multipart/form-data': '{"a":$input.body}' } },
      /Could not parse/,
    ],
    ['fails', { RequestTemplates: { 'multipart/form-data': '$nothing' } }, /refers to nothing/],
    ['meets bytes', { ContentHandling: undefined }, /CONVERT_TO_TEXT/],
  ])('is a 500 when the template %s', async (_, create, line) => {
    const { port, fn } = await start(made, { create });

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([500, '{"message":"Internal server error"}']);
    expect(fn.events).toEqual([]);
    expect(lines.join()).toMatch(line);
  });
});

describe('the answer of a Lambda integration', () => {
  it('is what the template makes of the answer of the function', async () => {
    const { port } = await start(made);

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([201, '{"it\'s":"made"}']);
    expect(answer.headers).toMatchObject({
      'x-made': 'yes',
      'x-fixed': 'yes',
      'content-type': 'application/json',
    });
  });

  it('prints what looks like a template as it is', async () => {
    const { port } = await start(() => ({
      statusCode: 200,
      headers: { 'x-a': '#set($a = 1)$a' },
      body: '$context.stage #end',
    }));

    const answer = await post(port);

    expect([answer.text, answer.headers['x-a']]).toEqual(['$context.stage #end', '#set($a = 1)$a']);
  });

  it('may have headers called like members of every object', async () => {
    const { port } = await start(() => ({
      statusCode: 200,
      headers: { constructor: 'a', get: 'b' },
      body: '',
    }));

    const answer = await post(port);

    expect(answer.headers).toMatchObject({ constructor: 'a', get: 'b' });
  });

  it('is 500 when a header would split the answer', async () => {
    const { port } = await start(() => ({ ...made(), headers: { 'x-a': 'b\r\nset-cookie: evil=1' } }));

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([500, '{"message":"Internal server error"}']);
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it.each(['short', 'two\nlines', '{"statusCode":200}'])(
    'of a function that failed with %j is selected by that message',
    async (message) => {
      const { port } = await start(failWith(message));

      const answer = await post(port);

      expect([answer.status, answer.text]).toEqual([500, '{"failed":true}']);
    },
  );

  const only = (changes: Record<string, unknown>): LambdaParts => ({
    create: { IntegrationResponses: [{ StatusCode: '200', ContentHandling: 'CONVERT_TO_TEXT', ...changes }] },
  });

  it('of a function that failed is the default one when no pattern matches', async () => {
    const { port } = await start(
      failWith('why'),
      only({ ResponseTemplates: { 'application/json': "$input.json('$.errorMessage')" } }),
    );

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([200, '"why"']);
  });

  it('is selected by a message for an answer of more than 6 MB too', async () => {
    const { port } = await start(() => ({ ...made(), body: 'a'.repeat(6 * 1024 * 1024) }));

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([500, '{"failed":true}']);
  });

  it('needs a conversion to text where every type is binary', async () => {
    const { port } = await start(
      made,
      only({ ContentHandling: undefined, ResponseTemplates: { 'application/json': 'x' } }),
    );

    const answer = await post(port);

    expect(answer.status).toBe(500);
    expect(lines.join()).toMatch(/CONVERT_TO_TEXT/);
  });

  it('passes as JSON without a template', async () => {
    const { port } = await start(() => ({ a: 1 }), only({}));

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([200, '{"a":1}']);
  });

  it('is 504 after the timeout of the integration, which no pattern matches', async () => {
    const { port } = await start(() => new Promise(() => {}), { create: { TimeoutInMillis: 60 } });

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([504, '{"message":"Endpoint request timed out"}']);
  });

  it('is 500 without a permission, which no pattern matches', async () => {
    const { port, fn } = await start(made, { permission: null });

    const answer = await post(port);

    expect([answer.status, answer.text]).toEqual([500, '{"message":"Internal server error"}']);
    expect(fn.events).toEqual([]);
  });
});
