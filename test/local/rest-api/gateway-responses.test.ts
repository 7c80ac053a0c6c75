import { FunctionError } from '../../../local/lambda/local-function';
import { sendRaw } from '../gateway/send-raw';
import { allow, createRestStarter } from './start-rest';

const { start, lines, stopAll } = createRestStarter();
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

describe('MOCK integrations', () => {
  it('answer the status of their request template', async () => {
    const { port } = await start();

    const answer = await sendRaw({ port, path: '/v1/mock' });

    expect([answer.status, answer.text, answer.headers.allow]).toEqual([405, '{"method":"GET"}', 'POST']);
  });

  it('answer any method below a greedy variable', async () => {
    const { port } = await start();

    const answer = await sendRaw({ port, method: 'PATCH', path: '/v1/rest/a/b/c' });

    expect([answer.status, answer.text]).toEqual([405, '{"method":"PATCH"}']);
  });

  it.each([
    ['without a template', { RequestTemplates: {}, PassthroughBehavior: 'WHEN_NO_MATCH' }],
    ['whose template names no status', { RequestTemplates: { 'application/json': '{"status":200}' } }],
  ])('are 500 %s', async (_, integration) => {
    const { port } = await start({
      parts: {
        integration: {
          Type: 'MOCK',
          Uri: undefined,
          IntegrationHttpMethod: undefined,
          Credentials: undefined,
          RequestParameters: {},
          ContentHandling: 'CONVERT_TO_TEXT',
          ...integration,
        },
      },
    });

    const answer = await post(port);

    expect(answer.status).toBe(500);
    expect(lines.join()).toMatch(/statusCode/);
  });

  it('refuse a content type without a template', async () => {
    const { port } = await start();

    const answer = await sendRaw({
      port,
      method: 'POST',
      path: '/v1/rest/a',
      headers: { 'content-type': 'image/png' },
      body: 'x',
    });

    expect(answer.status).toBe(415);
  });
});

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
      expect([status, text]).toEqual([413, '{"message":"Request Too Long"}']);
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

describe('a template whose REST API would behave otherwise on AWS', () => {
  it.each([
    ['an authorizer cache', { authorizer: { AuthorizerResultTtlInSeconds: 300 } }, /TTL must be 0/],
    ['a TOKEN authorizer', { authorizer: { Type: 'TOKEN' } }, /REQUEST/],
    ['an API key', { method: { ApiKeyRequired: true } }, /API keys/],
    ['another service', { integration: { Uri: 'arn:aws:apigateway:us-east-1:sqs:path/q' } }, /s3:path/],
    ['a Lambda proxy', { integration: { Type: 'AWS_PROXY' } }, /MOCK and AWS/],
    ['a property it does not know', { integration: { CacheKeyParameters: ['a'] } }, /CacheKeyParameters/],
    ['no role', { integration: { Credentials: undefined } }, /no role/],
    [
      'a role that does not trust API Gateway',
      {
        role: {
          AssumeRolePolicyDocument: {
            Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
          },
        },
      },
      /does not trust/,
    ],
    [
      'a mapping of an undeclared header',
      { integration: { RequestParameters: { 'integration.request.header.X': 'method.request.header.X' } } },
      /not declared/,
    ],
    [
      'a mapping that is no expression',
      { integration: { RequestParameters: { 'integration.request.header.X': 'plain' } } },
      /no mapping expression/,
    ],
    ['a stage cache', { stage: { CacheClusterEnabled: true } }, /CacheClusterEnabled/],
  ])('is refused at the start: %s', async (_, parts, message) => {
    await expect(start({ parts })).rejects.toThrow(message);
  });
});
