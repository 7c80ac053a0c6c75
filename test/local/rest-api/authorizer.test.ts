import { FunctionError } from '../../../local/lambda/local-function';
import { sendRaw } from '../gateway/send-raw';
import { allow, createRestStarter } from './start-rest';

const { start, lines, stopAll } = createRestStarter();
afterEach(stopAll);

const post = (port: number, path = '/v1/acc/obj', headers: Record<string, string> = {}) =>
  sendRaw({ port, method: 'POST', path, headers, body: 'x' });

describe('the REQUEST authorizer', () => {
  it('gets the event as captured from a live API', async () => {
    const { port, fn } = await start();

    await sendRaw({
      port,
      method: 'POST',
      path: '/v1/acc/o%20b?a=1&a=2&b=x+y',
      headers: { 'Content-Type': 'image/png', 'X-Twice': ['1', '2'], 'User-Agent': 'agent' },
      body: 'four',
    });

    const headers = {
      'Content-Type': 'image/png',
      'X-Twice': '2',
      'User-Agent': 'agent',
      'Content-Length': '4',
      Host: `127.0.0.1:${port}`,
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Port': String(port),
      'X-Forwarded-Proto': 'http',
    };
    expect(fn.events).toMatchObject([
      {
        type: 'REQUEST',
        methodArn: 'arn:aws:execute-api:us-east-1:000000000000:api/v1/POST/acc/o%20b',
        resource: '/{account}/{object}',
        path: '/acc/o%20b',
        httpMethod: 'POST',
        headers,
        multiValueHeaders: { 'X-Twice': ['1', '2'], 'Content-Length': ['4'] },
        queryStringParameters: { a: '2', b: 'x y' },
        multiValueQueryStringParameters: { a: ['1', '2'], b: ['x y'] },
        pathParameters: { account: 'acc', object: 'o%20b' },
        stageVariables: {},
        requestContext: {
          apiId: 'api',
          stage: 'v1',
          resourcePath: '/{account}/{object}',
          httpMethod: 'POST',
          path: '/v1/acc/o%20b',
          requestTime: '10/Jul/2026:19:19:05 +0000',
          requestTimeEpoch: 1783711145000,
          identity: { sourceIp: '127.0.0.1', userAgent: 'agent', user: null },
        },
      },
    ]);
  });

  it('is asked again for every request', async () => {
    const { port, fn } = await start();

    await post(port);
    await post(port);

    expect(fn.events).toHaveLength(2);
  });

  it.each([
    [
      'denies by silence',
      { principalId: 'a', policyDocument: { Statement: [] } },
      403,
      'User is not authorized to access this resource',
    ],
    [
      'denies explicitly',
      { principalId: 'a', policyDocument: { Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] } },
      403,
      'User is not authorized to access this resource with an explicit deny in an identity-based policy',
    ],
    ['answers nonsense', { hello: 1 }, 500, null],
    ['answers an object in the context', { ...allow({ a: {} }) }, 500, null],
  ])('%s', async (_, answer, status, message) => {
    const { port, received } = await start({ authorize: () => answer });

    const refused = await post(port);

    expect([refused.status, JSON.parse(refused.text)]).toEqual([status, { message }]);
    expect(received).toEqual([]);
  });

  it.each([
    ['throws', new FunctionError('Error', 'secret'), 500, 'AuthorizerFailureException'],
    ['throws Unauthorized', new FunctionError('Error', 'Unauthorized'), 401, 'UnauthorizedException'],
  ])('%s', async (_, error, status, type) => {
    const { port } = await start({
      authorize: () => {
        throw error;
      },
    });

    const refused = await post(port);

    expect([refused.status, refused.headers['x-amzn-errortype']]).toEqual([status, type]);
    expect(refused.text).not.toContain('secret');
  });

  it('needs the permission of its function', async () => {
    const { port, fn } = await start({ parts: { permission: null } });

    const refused = await post(port);

    expect([refused.status, refused.headers['x-amzn-errortype']]).toEqual([
      500,
      'AuthorizerConfigurationException',
    ]);
    expect(fn.events).toEqual([]);
    expect(lines.join()).toContain('AWS::Lambda::Permission');
  });

  it.each([
    ['method.request.header.Authorization', {}, 401],
    ['method.request.header.Authorization', { authorization: '' }, 401],
    ['method.request.header.Authorization, method.request.querystring.k', { authorization: 'a' }, 401],
    ['method.request.header.authorization, context.httpMethod', { Authorization: 'a' }, 200],
  ])('with identity source %s and %j answers %d', async (IdentitySource, headers, status) => {
    const { port, fn } = await start({ parts: { authorizer: { IdentitySource } } });

    const answer = await post(port, '/v1/acc/obj', headers as Record<string, string>);

    expect(answer.status).toBe(status);
    expect(fn.events).toHaveLength(status === 200 ? 1 : 0);
  });
});
