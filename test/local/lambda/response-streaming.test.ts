import { buffer, text } from 'node:stream/consumers';
import { functionOf, type TestFunction } from './bundle';

let subject: TestFunction;
const start = (...args: Parameters<typeof functionOf>) => {
  subject = functionOf(...args);
  return subject.run;
};

afterEach(() => subject.finish());

const streaming = (body: string) =>
  `exports.handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} })`;

test('sends the prelude first and then the body, larger than any buffered answer', async () => {
  const run = start(
    streaming(`
      const answer = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'content-type': 'image/png' }, cookies: ['a=b'] });
      const piece = Buffer.alloc(1024 * 1024, 7);
      for (let i = 0; i < 8; i++) if (!answer.write(piece)) await new Promise((go) => answer.once('drain', go));
      answer.end();`),
  );

  const { prelude, body } = await run.invokeStream({});
  const bytes = await buffer(body);

  expect(prelude).toEqual({ statusCode: 201, headers: { 'content-type': 'image/png' }, cookies: ['a=b'] });
  expect(bytes.length).toBe(8 * 1024 * 1024);
  expect(bytes.every((byte) => byte === 7)).toBe(true);
});

test('gives a body without a prelude the status 200', async () => {
  const run = start(streaming(`stream.setContentType('text/plain'); stream.write('plain'); stream.end();`));

  const { prelude, body } = await run.invokeStream({});

  expect(prelude).toEqual({ statusCode: 200, headers: { 'content-type': 'text/plain' } });
  expect(await text(body)).toBe('plain');
});

test('answers an empty body', async () => {
  const run = start(streaming(`awslambda.HttpResponseStream.from(stream, { statusCode: 304 }).end();`));

  const { prelude, body } = await run.invokeStream({});

  expect(prelude).toEqual({ statusCode: 304, headers: {} });
  expect(await text(body)).toBe('');
});

test('rejects when the handler fails before it said anything', async () => {
  const run = start(streaming(`throw new Error('no bucket');`));

  await expect(run.invokeStream({})).rejects.toMatchObject({ errorMessage: 'no bucket' });
});

test('breaks the body off when the handler fails in the middle', async () => {
  const run = start(
    streaming(`stream.write('half'); setTimeout(() => process.exit(1), 50); await new Promise(() => {});`),
  );

  const { body } = await run.invokeStream({});

  await expect(text(body)).rejects.toMatchObject({ errorType: 'Runtime.ExitError' });
});

test('lets the handler finish for a reader that went away, and serves the next', async () => {
  const run = start(
    `let done = 0; exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      for (let i = 0; i < 64; i++) if (!stream.write(Buffer.alloc(65536, String(done)))) await new Promise((go) => stream.once('drain', go));
      done += 1; stream.end(); });`,
    { maxConcurrency: 1 },
  );
  const first = await run.invokeStream({});
  first.body.destroy();

  const second = await run.invokeStream({});

  expect((await text(second.body)).slice(0, 3)).toBe('111');
});

test.each([
  ['a proxy response', `{ statusCode: 404, headers: { a: 'b' }, body: 'text' }`],
  ['any object', `{ hello: 'world' }`],
  ['nothing', 'undefined'],
])('streams the JSON of %s that a buffered handler returns, without reading it', async (_what, returned) => {
  const run = start(`exports.handler = async () => (${returned})`);

  const { prelude, body } = await run.invokeStream({});

  expect(prelude).toEqual({ statusCode: 200, headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(await text(body))).toEqual(await run.invoke({}));
});

test('does not hand a streamed answer to a caller that cannot take one', async () => {
  const run = start(streaming(`stream.end('body');`));

  await expect(run.invoke({})).rejects.toMatchObject({ errorType: 'Runtime.StreamingHandler' });
});
