import { FunctionError } from '../../../local/lambda/local-function';
import { sendRaw } from '../gateway/send-raw';
import { createHttpStarter, echo } from './start-http';

const { start, lines, stopAll } = createHttpStarter();
afterEach(stopAll);

describe('answers of an HTTP API', () => {
  it('come from the function, cookies one by one', async () => {
    const { port } = await start(() => ({ statusCode: 201, cookies: ['a=1', 'b=2'], body: 'made' }));

    const answer = await sendRaw({ port, path: '/' });

    expect([answer.status, answer.text]).toEqual([201, 'made']);
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answer.headers['apigw-requestid']).toEqual(expect.any(String));
  });

  it('have no body for HEAD but its length', async () => {
    const { port } = await start(() => ({ statusCode: 200, body: 'four' }));

    const answer = await sendRaw({ port, method: 'HEAD', path: '/' });

    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([200, '', '4']);
  });

  it('carry no CORS headers that nobody configured', async () => {
    const { port } = await start(echo);

    const answer = await sendRaw({ port, path: '/', headers: { origin: 'https://e.com' } });

    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('are 500 when the function throws, and the service goes on', async () => {
    const { port } = await start((event: { rawPath: string }) => {
      if (event.rawPath === '/bad') throw new FunctionError('Error', 'secret detail');
      return 'fine';
    });

    const failed = await sendRaw({ port, path: '/bad' });
    const next = await sendRaw({ port, path: '/' });

    expect([failed.status, failed.text]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(next.text).toBe('fine');
    expect(lines.join()).toContain('secret detail');
  });

  it('are 500 for a malformed answer of the function', async () => {
    const { port } = await start(() => ({ statusCode: 200, headers: { a: 'b\r\nc: d' } }));

    const answer = await sendRaw({ port, path: '/' });

    expect(answer.status).toBe(500);
    expect(answer.headers).not.toHaveProperty('c');
  });

  it('are 503 after the timeout of the integration', async () => {
    const { port } = await start(() => new Promise(() => {}), { integration: { TimeoutInMillis: 60 } });

    const answer = await sendRaw({ port, path: '/' });

    expect([answer.status, answer.text]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  it.each([
    ['there is no permission', null],
    [
      'the permission names another API',
      { SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:other/*/*' },
    ],
    [
      'the permission names another route',
      { SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/*/*/b' },
    ],
  ])('are 500 when %s', async (_, permission) => {
    const { port, fn } = await start(echo, { routes: ['GET /a'], permission });

    const answer = await sendRaw({ port, path: '/a' });

    expect([answer.status, answer.text]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(fn.events).toEqual([]);
    expect(lines.join()).toContain('AWS::Lambda::Permission');
  });

  it('are 404 for an unknown route', async () => {
    const { port } = await start(echo, { routes: ['GET /a'] });

    const answer = await sendRaw({ port, method: 'POST', path: '/a' });

    expect([answer.status, answer.text]).toEqual([404, '{"message":"Not Found"}']);
  });

  it('are 400 for a path that decodes to nothing sensible', async () => {
    const { port, fn } = await start(echo);

    const answers = await Promise.all(['/a%25b', '/%', '/%ff'].map((path) => sendRaw({ port, path })));

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(fn.events).toEqual([]);
  });

  it('leave dots in a path alone', async () => {
    const { port, fn } = await start(echo, { routes: ['GET /a/{rest+}'] });

    await sendRaw({ port, path: '/a/..%2f../../etc/passwd' });

    expect(fn.events).toMatchObject([{ pathParameters: { rest: '../../../etc/passwd' } }]);
  });
});
