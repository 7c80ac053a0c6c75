import { alreadyExists } from '../../../lambdas/core/errors';
import { failingControlApi, GET, POST, setUpControlApi } from '../../support/control/control-api-under-test';
import { ACCOUNT } from '../../support/image-fixtures';

describe('the request log', () => {
  it('has one line for each request, with ids, route, status and duration', async () => {
    const { send, logger } = setUpControlApi();

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
    const { send, logger } = failingControlApi(alreadyExists());

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
    const { send, logger } = setUpControlApi();

    await send();
    await send({ routeKey: POST, pathParameters: { account_id: ACCOUNT } });

    expect(logger.lines[1]).not.toHaveProperty('imageId');
  });

  it('never holds a token', async () => {
    const { send, logger } = setUpControlApi();

    await send();
    await send({ headers: { authorization: 'Bearer wrong-token-value' } });

    expect(JSON.stringify(logger.lines)).not.toMatch(/editor|wrong-token-value/);
  });
});
