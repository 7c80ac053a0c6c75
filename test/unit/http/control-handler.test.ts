import { alreadyExists, tooManyRequests } from '../../../lambdas/core/errors';
import { success } from '../../../lambdas/http/envelope';
import {
  bodyOf,
  failingControlApi,
  POST,
  setUpControlApi,
} from '../../support/control/control-api-under-test';
import { ACCOUNT } from '../../support/image-fixtures';

describe('the control API', () => {
  it('hands the account and the body to the handler and its answer to the caller', async () => {
    const { send, seen } = setUpControlApi(async () => success({ ok: true }));

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
    const { send } = setUpControlApi();

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
    const { send, seen } = setUpControlApi();

    const response = await send({ headers });

    expect(response.statusCode).toBe(401);
    expect(bodyOf(response)).toEqual({
      result: null,
      success: false,
      errors: [{ code: 10000, message: 'Authentication error' }],
      messages: [],
    });
    expect(seen).toEqual([]);
  });

  it('answers 403 with code 10000 to the token of another account', async () => {
    const { send, seen } = setUpControlApi();

    const response = await send({ headers: { authorization: 'Bearer foreign' } });

    expect(response.statusCode).toBe(403);
    expect(bodyOf(response).errors).toEqual([{ code: 10000, message: 'Authentication error' }]);
    expect(seen).toEqual([]);
  });

  it('lets a token without the permission to edit read, and nothing else', async () => {
    const { send } = setUpControlApi();
    const headers = { authorization: 'Bearer reader' };

    await expect(send({ headers })).resolves.toMatchObject({ statusCode: 200 });
    await expect(send({ headers, routeKey: POST })).resolves.toMatchObject({ statusCode: 403 });
  });

  it('checks the token before it reads the body', async () => {
    const { send } = setUpControlApi();
    const headers = { authorization: 'Bearer wrong', 'content-type': 'application/json' };

    await expect(send({ routeKey: POST, headers, body: '{' })).resolves.toMatchObject({ statusCode: 401 });
  });

  it('answers 400 with code 5400 to a malformed body', async () => {
    const { send } = setUpControlApi();

    const response = await send({
      routeKey: POST,
      headers: { authorization: 'Bearer editor', 'content-type': 'application/json' },
      body: '{',
    });

    expect(response.statusCode).toBe(400);
    expect(bodyOf(response).errors).toEqual([{ code: 5400, message: 'The body is not valid JSON' }]);
  });

  it('answers 404 with code 7003 to an unknown path, without asking for a token', async () => {
    const { send } = setUpControlApi();

    const response = await send({ path: '/client/v4/zones', headers: {} });

    expect(response.statusCode).toBe(404);
    expect(bodyOf(response).errors).toEqual([{ code: 7003, message: 'No route for the URI' }]);
  });

  it('answers 400 with code 5400 to a path that cannot be decoded', async () => {
    const { send, seen } = setUpControlApi();

    const response = await send({ path: '/images/v1/%zz' });

    expect(response.statusCode).toBe(400);
    expect(bodyOf(response).errors[0].code).toBe(5400);
    expect(seen).toEqual([]);
  });

  it('answers 405 with Allow to a known path with another method', async () => {
    const { send } = setUpControlApi();
    const event = {
      path: '/client/v4/accounts/a/images/v2/direct_upload',
      headers: {},
    };

    const response = await send(event);

    expect(response).toMatchObject({ statusCode: 405, headers: { allow: 'POST' } });
    expect(bodyOf(response).errors[0].code).toBe(7001);
  });

  it('answers a conflict so that SDKs do not retry it', async () => {
    const response = await failingControlApi(alreadyExists()).send();

    expect(response).toMatchObject({ statusCode: 409, headers: { 'x-should-retry': 'false' } });
    expect(bodyOf(response).errors).toEqual([{ code: 5409, message: 'Resource already exists' }]);
  });

  it('answers 429 with retry-after when the table throttles', async () => {
    await expect(failingControlApi(tooManyRequests()).send()).resolves.toMatchObject({
      statusCode: 429,
      headers: { 'retry-after': '1' },
    });
  });

  it('answers an error as text to who prefers it', async () => {
    const response = await failingControlApi(alreadyExists()).send({
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
    const { send, logger } = failingControlApi(error);

    const response = await send();

    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('hunter2');
    expect(bodyOf(response).errors).toEqual([{ code: 1001, message: 'Internal server error' }]);
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'Request failed', error }),
    );
  });

  it('asks for no retry of a multipart request that failed: older SDKs hang on it', async () => {
    const { send } = failingControlApi(new Error('x'));
    const headers = { authorization: 'Bearer editor', 'content-type': 'multipart/form-data; boundary=b' };

    const response = await send({ routeKey: POST, headers });

    expect(response.headers).toMatchObject({ 'x-should-retry': 'false' });
    expect((await send()).headers).not.toHaveProperty('x-should-retry');
  });
});
