import { sendRaw } from '../gateway/send-raw';
import { createRestStarter } from './start-rest';

const { start, stopAll } = createRestStarter();
afterEach(stopAll);

const post = (port: number, path = '/v1/acc/obj', headers: Record<string, string> = {}) =>
  sendRaw({ port, method: 'POST', path, headers, body: 'x' });

describe('requests that reach no method', () => {
  it.each([
    ['an unknown path', 'GET', '/v1/a/b/c/d'],
    ['an unknown method', 'DELETE', '/v1/acc/obj'],
    ['the root', 'GET', '/v1'],
  ])('%s is 403 MISSING_AUTHENTICATION_TOKEN', async (_, method, path) => {
    const { port } = await start();

    const answer = await sendRaw({ port, method, path });

    expect([answer.status, answer.text]).toEqual([403, '{"message":"Missing Authentication Token"}']);
    expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
  });

  it('another stage is forbidden', async () => {
    const { port } = await start();

    const answers = await Promise.all(['/', '/v2/acc/obj', '/v1x/acc/obj'].map((path) => post(port, path)));

    expect(answers.map(({ status, text }) => [status, text])).toEqual(
      Array(3).fill([403, '{"message":"Forbidden"}']),
    );
  });
});

describe('gateway responses of the template', () => {
  const cors = { 'gatewayresponse.header.Access-Control-Allow-Origin': 'method.request.header.Origin' };

  it('replace body, status and headers; nothing in them is VTL', async () => {
    const { port } = await start({
      parts: {
        stage: { Variables: { name: 'stage value' } },
        gatewayResponses: [
          {
            ResponseType: 'MISSING_AUTHENTICATION_TOKEN',
            StatusCode: '404',
            ResponseParameters: {
              ...cors,
              'gatewayresponse.header.X-Static': "'a, b'",
              'gatewayresponse.header.X-Id': 'context.requestId',
              'gatewayresponse.header.X-None': 'method.request.header.Nothing',
            },
            ResponseTemplates: {
              'application/json':
                '#if(true)$context.error.messageString $context.httpMethod $stageVariables.name $context.error.responseType $input.body#end',
            },
          },
        ],
      },
    });

    const answer = await sendRaw({ port, path: '/v1/none', headers: { origin: 'https://o' } });

    expect(answer.status).toBe(404);
    expect(answer.text).toBe(
      '#if(true)"Missing Authentication Token" GET stage value MISSING_AUTHENTICATION_TOKEN $input.body#end',
    );
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://o',
      'x-static': 'a, b',
      'x-id': answer.headers['x-amzn-requestid'],
    });
    expect(answer.headers).not.toHaveProperty('x-none');
  });

  it('fall back to the ones for all 4XX and 5XX, keeping their status', async () => {
    const fallback = (ResponseType: string, text: string) => ({
      ResponseType,
      ResponseTemplates: { 'application/json': text },
    });
    const { port } = await start({
      authorize: () => ({}),
      parts: { gatewayResponses: [fallback('DEFAULT_4XX', 'client'), fallback('DEFAULT_5XX', 'server')] },
    });

    const client = await sendRaw({ port, path: '/v1/none' });
    const server = await post(port);

    expect([client.status, client.text]).toEqual([403, 'client']);
    expect([server.status, server.text]).toEqual([500, 'server']);
  });

  it("put a client's header into their own only as it is", async () => {
    const { port } = await start({
      parts: { gatewayResponses: [{ ResponseType: 'DEFAULT_4XX', ResponseParameters: cors }] },
    });

    const answer = await sendRaw({
      port,
      path: '/v1/none',
      headers: { origin: '$context.apiId #set($a=1)' },
    });

    expect(answer.headers['access-control-allow-origin']).toBe('$context.apiId #set($a=1)');
  });
});
