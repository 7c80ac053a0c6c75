import { startHttpApi } from '../../../local/http-api/http-api';
import { FunctionError } from '../../../local/lambda/local-function';
import { FakeFunction, functionArn } from '../gateway/fake-function';
import { sendRaw } from '../gateway/send-raw';
import { templateOf } from '../gateway/template-of';

type Properties = Record<string, unknown>;

const started: { close(): Promise<void> }[] = [];
const lines: string[] = [];

interface Parts {
  readonly routes?: string[];
  readonly stage?: Properties;
  readonly api?: Properties;
  readonly integration?: Properties;
  readonly permission?: Properties | null;
}

const apiTemplate = ({ routes = ['$default'], stage, api, integration, permission }: Parts) =>
  templateOf({
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP', ...api } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true, ...stage },
    },
    Fn: { Type: 'AWS::Lambda::Function', Properties: {} },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] },
        PayloadFormatVersion: '2.0',
        ...integration,
      },
    },
    ...Object.fromEntries(
      routes.map((RouteKey, index) => [
        `Route${index}`,
        {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: {
            ApiId: { Ref: 'Api' },
            RouteKey,
            AuthorizationType: 'NONE',
            Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
          },
        },
      ]),
    ),
    ...(permission !== null && {
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] },
          Principal: 'apigateway.amazonaws.com',
          SourceArn: {
            'Fn::Join': ['', ['arn:aws:execute-api:us-east-1:000000000000:', { Ref: 'Api' }, '/*/*']],
          },
          ...permission,
        },
      },
    }),
  });

const start = async (handler: (event: never) => unknown, parts: Parts = {}) => {
  const fn = new FakeFunction(functionArn('Fn'), handler);
  const server = await startHttpApi({
    host: '127.0.0.1',
    port: 0,
    template: apiTemplate(parts),
    functions: new Map([[fn.arn, fn]]),
    now: () => new Date('2026-07-10T19:19:05Z'),
    log: (line) => lines.push(line),
  });
  started.push(server);
  return { port: server.port, fn };
};

const echo = (event: unknown) => ({ statusCode: 200, body: JSON.stringify(event) });

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
  lines.length = 0;
});

describe('the event of an HTTP API', () => {
  it('has the shape captured from a live API', async () => {
    const { port, fn } = await start(echo, { routes: ['POST /a/{id}'] });

    await sendRaw({
      port,
      method: 'POST',
      path: '/a/x%20y?repeat=one&repeat=two&redirect=https%3A%2F%2Fe.com&literalPlus=a+b&encodedPlus=a%2Bb&empty=',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'curl/8',
        Cookie: 'session=abc123; theme=dark',
        'X-Probe': ['first', 'second'],
      },
      body: '{"λ":1}',
    });

    expect(fn.events).toEqual([
      {
        version: '2.0',
        routeKey: 'POST /a/{id}',
        rawPath: '/a/x y',
        rawQueryString:
          'repeat=one&repeat=two&redirect=https%3A%2F%2Fe.com&literalPlus=a+b&encodedPlus=a%2Bb&empty=',
        cookies: ['session=abc123', 'theme=dark'],
        headers: {
          'content-length': '8',
          'content-type': 'application/json',
          host: `127.0.0.1:${port}`,
          'user-agent': 'curl/8',
          'x-forwarded-for': '127.0.0.1',
          'x-forwarded-port': String(port),
          'x-forwarded-proto': 'http',
          'x-probe': 'first,second',
        },
        queryStringParameters: {
          repeat: 'one,two',
          redirect: 'https://e.com',
          literalPlus: 'a b',
          encodedPlus: 'a+b',
          empty: '',
        },
        pathParameters: { id: 'x y' },
        requestContext: {
          accountId: '000000000000',
          apiId: 'api',
          domainName: `127.0.0.1:${port}`,
          domainPrefix: '127',
          http: {
            method: 'POST',
            path: '/a/x y',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: 'curl/8',
          },
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          routeKey: 'POST /a/{id}',
          stage: '$default',
          time: '10/Jul/2026:19:19:05 +0000',
          timeEpoch: 1783711145000,
        },
        body: '{"λ":1}',
        isBase64Encoded: false,
      },
    ]);
  });

  it('leaves out what the request does not have', async () => {
    const { port, fn } = await start(echo);

    await sendRaw({ port, path: '/' });

    const [event] = fn.events as Properties[];
    for (const absent of ['cookies', 'queryStringParameters', 'pathParameters', 'body', 'stageVariables'])
      expect(event).not.toHaveProperty(absent);
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  });

  it.each([
    ['multipart/form-data; boundary=B', '--B--\r\n'],
    ['application/x-www-form-urlencoded', '{"expiry":"x"}'],
  ])('carries %s as base64', async (type, body) => {
    const { port, fn } = await start(echo);

    await sendRaw({ port, method: 'POST', path: '/', headers: { 'content-type': type }, body });

    expect(fn.events).toMatchObject([{ isBase64Encoded: true, body: Buffer.from(body).toString('base64') }]);
  });

  it('gives a chunked body its length', async () => {
    const { port, fn } = await start(echo);

    await sendRaw({
      port,
      method: 'POST',
      path: '/',
      headers: { 'transfer-encoding': 'chunked' },
      body: 'abc',
    });

    const [event] = fn.events as { headers: Properties }[];
    expect(event?.headers).toMatchObject({ 'content-length': '3' });
    expect(event?.headers).not.toHaveProperty('transfer-encoding');
  });

  it('has the stage in front of the path for a named stage', async () => {
    const { port, fn } = await start(echo, {
      routes: ['GET /a'],
      stage: { StageName: 'v1', StageVariables: { k: 'v' } },
    });

    const inside = await sendRaw({ port, path: '/v1/a' });
    const outside = await sendRaw({ port, path: '/a' });

    expect(inside.status).toBe(200);
    expect(fn.events).toMatchObject([{ rawPath: '/v1/a', stageVariables: { k: 'v' } }]);
    expect([outside.status, outside.text]).toEqual([404, '{"message":"Not Found"}']);
  });
});

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

describe('quotas of an HTTP API', () => {
  it('refuse a body above 10 MB, announced or not', async () => {
    const { port, fn } = await start(echo);
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);

    const announced = await sendRaw({ port, method: 'POST', path: '/', body });
    const chunked = await sendRaw({
      port,
      method: 'POST',
      path: '/',
      headers: { 'transfer-encoding': 'chunked' },
      body,
    });

    for (const { status, text } of [announced, chunked])
      expect([status, text]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    expect(fn.events).toEqual([]);
  });

  it('refuse an event above the 6 MB of Lambda, base64 counted', async () => {
    const { port, fn } = await start(() => 'fine');
    const send = (bytes: number) => sendRaw({ port, method: 'POST', path: '/', body: Buffer.alloc(bytes) });

    const small = await send(4_700_000);
    const large = await send(4_800_000);

    expect([small.status, large.status]).toEqual([200, 413]);
    expect(fn.events).toHaveLength(1);
  });

  it('refuse more than 10,240 bytes of request line and headers', async () => {
    const { port } = await start(() => 'fine');

    const header = await sendRaw({ port, path: '/', headers: { 'x-long': 'a'.repeat(10_240) } });
    const path = await sendRaw({ port, path: `/${'a'.repeat(10_240)}` });
    const fits = await sendRaw({ port, path: '/', headers: { 'x-long': 'a'.repeat(9_900) } });

    expect([header.status, path.status, fits.status]).toEqual([431, 431, 200]);
  });

  it('throttle each route by the stage settings', async () => {
    const { port } = await start(() => 'fine', {
      routes: ['GET /a', 'GET /b'],
      stage: { DefaultRouteSettings: { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 } },
    });
    const statuses: number[] = [];

    for (const path of ['/a', '/a', '/a', '/b']) statuses.push((await sendRaw({ port, path })).status);
    const refused = await sendRaw({ port, path: '/a' });

    expect(statuses).toEqual([200, 200, 429, 200]);
    expect(refused.text).toBe('{"message":"Too Many Requests"}');
  });
});

describe('CORS of an HTTP API that configures it', () => {
  const api = { CorsConfiguration: { AllowOrigins: ['https://ok.com'], AllowMethods: ['GET'], MaxAge: 60 } };

  it('answers preflights itself', async () => {
    const { port, fn } = await start(echo, { api });

    const answer = await sendRaw({
      port,
      method: 'OPTIONS',
      path: '/',
      headers: { origin: 'https://ok.com', 'access-control-request-method': 'GET' },
    });

    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://ok.com',
      'access-control-allow-methods': 'GET',
      'access-control-max-age': '60',
    });
    expect(fn.events).toEqual([]);
  });

  it('allows the listed origin only', async () => {
    const { port } = await start(echo, { api });

    const allowed = await sendRaw({ port, path: '/', headers: { origin: 'https://ok.com' } });
    const other = await sendRaw({ port, path: '/', headers: { origin: 'https://evil.com' } });

    expect(allowed.headers['access-control-allow-origin']).toBe('https://ok.com');
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('a template whose HTTP API would behave otherwise on AWS', () => {
  it.each([
    ['an authorizer', { routes: ['GET /a'], stage: { AutoDeploy: false } }],
    ['payload format 1.0', { integration: { PayloadFormatVersion: '1.0' } }],
    ['an unknown property', { integration: { RequestParameters: { a: 'b' } } }],
    ['a disabled endpoint', { api: { DisableExecuteApiEndpoint: true } }],
  ])('is refused at the start: %s', async (_, parts) => {
    await expect(start(echo, parts as Parts)).rejects.toThrow(/Stage|Integration|Api/);
  });
});
