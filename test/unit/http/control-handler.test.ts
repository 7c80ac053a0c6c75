import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { alreadyExists, tooManyRequests } from '../../../lambdas/core/errors';
import type { ControlEvent, RouteHandler } from '../../../lambdas/http/control-event';
import { createControlHandler } from '../../../lambdas/http/control-handler';
import { success } from '../../../lambdas/http/envelope';
import { type ControlRequest, controlEvent, lambdaContext } from '../../support/control/control-request';
import { ACCOUNT, secondsLater } from '../../support/image-fixtures';
import { InMemoryTokens } from '../../support/in-memory/in-memory-tokens';
import { RecordingLogger } from '../../support/in-memory/recording-logger';

const GET = 'GET /client/v4/accounts/{account_id}/images/v1/{image_id+}';
const POST = 'POST /client/v4/accounts/{account_id}/images/v2/direct_upload';

const setUp = (answer: RouteHandler = async () => success({})) => {
  const logger = new RecordingLogger();
  const seen: ControlEvent[] = [];
  const record: RouteHandler = (event) => {
    seen.push(event);
    return answer(event);
  };
  const tokens = new InMemoryTokens()
    .add('editor', { accountId: ACCOUNT })
    .add('reader', { accountId: ACCOUNT, permissions: 'read' })
    .add('foreign', { accountId: 'account-2' });
  let ticks = 0;
  const clock = () => secondsLater(ticks++ / 1000);
  const handler = createControlHandler({ [GET]: record, [POST]: record }, { tokens, clock, logger });
  const send = async (request: Partial<ControlRequest> = {}): Promise<APIGatewayProxyStructuredResultV2> =>
    (await handler(
      controlEvent({
        routeKey: GET,
        pathParameters: { account_id: ACCOUNT, image_id: 'a/b' },
        headers: { authorization: 'Bearer editor', ...request.headers },
        ...request,
      }) as ControlEvent,
      lambdaContext(),
    )) as APIGatewayProxyStructuredResultV2;
  return { send, seen, logger };
};

const failing = (error: unknown) => setUp(() => Promise.reject(error));

const bodyOf = (response: APIGatewayProxyStructuredResultV2) => JSON.parse(response.body ?? '');

describe('the control API', () => {
  it('hands the account and the body to the handler and its answer to the caller', async () => {
    const { send, seen } = setUp(async () => success({ ok: true }));

    const response = await send({
      routeKey: POST,
      headers: { authorization: 'Bearer editor', 'content-type': 'application/json' },
      body: '{"a":1}',
    });

    expect(seen).toMatchObject([{ accountId: ACCOUNT, parsedBody: { kind: 'json', value: { a: 1 } } }]);
    expect(response).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    });
    expect(bodyOf(response)).toEqual({ result: { ok: true }, success: true, errors: [], messages: [] });
  });

  it.each([
    { authorization: 'Bearer editor' },
    { authorization: 'bearer   editor' },
    { 'x-auth-key': 'editor', 'x-auth-email': 'any@example.net' },
    { 'x-auth-user-service-key': 'editor' },
  ])('knows the token in %j', async (headers) => {
    const { send } = setUp();

    await expect(send({ headers })).resolves.toMatchObject({ statusCode: 200 });
  });

  it.each([
    {},
    { authorization: 'editor' },
    { authorization: 'Basic editor' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer editor editor' },
    { authorization: 'Bearer wrong' },
    { authorization: 'Bearer wrong', 'x-auth-key': 'editor' },
    { 'x-auth-email': 'editor' },
  ])('answers 401 with code 10000 to %j', async (headers) => {
    const { send, seen } = setUp();

    const response = await send({ headers });

    expect(response).toMatchObject({ statusCode: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(bodyOf(response)).toEqual({
      result: null,
      success: false,
      errors: [{ code: 10000, message: 'Authentication error' }],
      messages: [],
    });
    expect(seen).toEqual([]);
  });

  it('answers 403 with code 10000 to the token of another account', async () => {
    const { send, seen } = setUp();

    const response = await send({ headers: { authorization: 'Bearer foreign' } });

    expect(response.statusCode).toBe(403);
    expect(bodyOf(response).errors).toEqual([{ code: 10000, message: 'Authentication error' }]);
    expect(seen).toEqual([]);
  });

  it('lets a token without the permission to edit read, and nothing else', async () => {
    const { send } = setUp();
    const headers = { authorization: 'Bearer reader' };

    await expect(send({ headers })).resolves.toMatchObject({ statusCode: 200 });
    await expect(send({ headers, routeKey: POST })).resolves.toMatchObject({ statusCode: 403 });
  });

  it('checks the token before it reads the body', async () => {
    const { send } = setUp();
    const headers = { authorization: 'Bearer wrong', 'content-type': 'application/json' };

    await expect(send({ routeKey: POST, headers, body: '{' })).resolves.toMatchObject({ statusCode: 401 });
  });

  it('answers 400 with code 5400 to a malformed body', async () => {
    const { send } = setUp();

    const response = await send({
      routeKey: POST,
      headers: { authorization: 'Bearer editor', 'content-type': 'application/json' },
      body: '{',
    });

    expect(response.statusCode).toBe(400);
    expect(bodyOf(response).errors).toEqual([{ code: 5400, message: 'The body is not valid JSON' }]);
  });

  it('answers 404 with code 7003 to an unknown path, without asking for a token', async () => {
    const { send } = setUp();

    const response = await send({ routeKey: '$default', rawPath: '/client/v4/zones', headers: {} });

    expect(response.statusCode).toBe(404);
    expect(bodyOf(response).errors).toEqual([{ code: 7003, message: 'No route for the URI' }]);
  });

  it('answers 405 with Allow to a known path with another method', async () => {
    const { send } = setUp();
    const event = {
      routeKey: '$default',
      rawPath: '/client/v4/accounts/a/images/v2/direct_upload',
      headers: {},
    };

    const response = await send(event);

    expect(response).toMatchObject({ statusCode: 405, headers: { allow: 'POST' } });
    expect(bodyOf(response).errors[0].code).toBe(7001);
  });

  it('answers a conflict so that SDKs do not retry it', async () => {
    const response = await failing(alreadyExists()).send();

    expect(response).toMatchObject({ statusCode: 409, headers: { 'x-should-retry': 'false' } });
    expect(bodyOf(response).errors).toEqual([{ code: 5409, message: 'Resource already exists' }]);
  });

  it('answers 429 with retry-after when the table throttles', async () => {
    await expect(failing(tooManyRequests()).send()).resolves.toMatchObject({
      statusCode: 429,
      headers: { 'retry-after': '1' },
    });
  });

  it('answers an error as text to who prefers it', async () => {
    const response = await failing(alreadyExists()).send({
      headers: { authorization: 'Bearer editor', accept: 'text/plain' },
    });

    expect(response).toMatchObject({
      statusCode: 409,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-should-retry': 'false' },
      body: 'ERROR 5409: Resource already exists',
    });
  });

  it('shows nothing of an unexpected error, and logs it with its stack', async () => {
    const error = new Error('password=hunter2');
    const { send, logger } = failing(error);

    const response = await send();

    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('hunter2');
    expect(bodyOf(response).errors).toEqual([{ code: 1001, message: 'Internal server error' }]);
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'Request failed', error }),
    );
  });

  it('asks for no retry of a multipart request that failed: older SDKs hang on it', async () => {
    const { send } = failing(new Error('x'));
    const headers = { authorization: 'Bearer editor', 'content-type': 'multipart/form-data; boundary=b' };

    const response = await send({ routeKey: POST, headers });

    expect(response.headers).toMatchObject({ 'x-should-retry': 'false' });
    expect((await send()).headers).not.toHaveProperty('x-should-retry');
  });
});

describe('the request log', () => {
  it('has one line for each request, with ids, route, status and duration', async () => {
    const { send, logger } = setUp();

    await send();

    expect(logger.lines).toEqual([
      {
        level: 'info',
        message: 'Request answered',
        requestId: 'lambda-request-1',
        apiRequestId: 'api-request-1',
        route: GET,
        imageId: 'a/b',
        status: 200,
        durationMs: expect.any(Number),
      },
    ]);
    expect(logger.lines[0]?.['durationMs']).toBeGreaterThan(0);
  });

  it('says why a request was refused', async () => {
    const { send, logger } = failing(alreadyExists());

    await send();

    expect(logger.lines).toMatchObject([
      {
        level: 'warn',
        message: 'Request refused',
        status: 409,
        code: 5409,
        reason: 'Resource already exists',
      },
      { level: 'info', message: 'Request answered', status: 409 },
    ]);
  });

  it('keeps no key of one request for the next', async () => {
    const { send, logger } = setUp();

    await send();
    await send({ routeKey: POST, pathParameters: { account_id: ACCOUNT } });

    expect(logger.lines[1]).not.toHaveProperty('imageId');
  });

  it('never holds a token', async () => {
    const { send, logger } = setUp();

    await send();
    await send({ headers: { authorization: 'Bearer wrong-token-value' } });

    expect(JSON.stringify(logger.lines)).not.toMatch(/editor|wrong-token-value/);
  });
});

describe('long answers', () => {
  const long = (characters: number) => setUp(async () => success('x"'.repeat(characters / 2)));
  const gzip = { authorization: 'Bearer editor', 'accept-encoding': 'br, gzip;q=0.8' };

  it('are compressed for who takes gzip', async () => {
    const response = await long(8_000_000).send({ headers: gzip });

    expect(response).toMatchObject({
      isBase64Encoded: true,
      headers: { 'content-encoding': 'gzip', vary: 'accept-encoding' },
    });
    const body = JSON.parse(gunzipSync(Buffer.from(response.body ?? '', 'base64')).toString());
    expect(body.result).toHaveLength(8_000_000);
  });

  it.each([undefined, 'br', 'gzip;q=0', 'xgzip'])(
    'stay as they are for Accept-Encoding: %s',
    async (encoding) => {
      const headers = {
        authorization: 'Bearer editor',
        ...(encoding ? { 'accept-encoding': encoding } : {}),
      };

      const response = await long(1_000_000).send({ headers });

      expect(response.isBase64Encoded).toBeUndefined();
      expect(bodyOf(response).result).toHaveLength(1_000_000);
    },
  );

  it('are refused with advice when Lambda could not pass them on', async () => {
    const response = await long(4_000_000).send();

    expect(response.statusCode).toBe(400);
    expect(bodyOf(response).errors[0]).toMatchObject({
      code: 5400,
      message: expect.stringMatching(/^per_page: /),
    });
  });

  it('leave short answers alone', async () => {
    const response = await setUp().send({ headers: gzip });

    expect(response.headers).not.toHaveProperty('content-encoding');
  });

  it('leave answers in base64 alone, and those without a body', async () => {
    const image = { statusCode: 200, body: 'A'.repeat(400_000), isBase64Encoded: true };

    await expect(setUp(async () => image).send({ headers: gzip })).resolves.toEqual(image);
    await expect(setUp(async () => ({ statusCode: 200 })).send({ headers: gzip })).resolves.toEqual({
      statusCode: 200,
    });
  });
});
