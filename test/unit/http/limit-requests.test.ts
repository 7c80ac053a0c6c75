import { imageNotFound } from '../../../lambdas/core/errors';
import type { RateLimitDeps } from '../../../lambdas/core/rate-limit';
import { tokenHash } from '../../../lambdas/core/token';
import type { RouteHandler } from '../../../lambdas/http/control-event';
import { createControlHandler } from '../../../lambdas/http/control-handler';
import { success } from '../../../lambdas/http/envelope';
import { controlEvent, lambdaContext } from '../../support/control/control-request';
import { ACCOUNT } from '../../support/image-fixtures';
import { InMemoryRequestCounter } from '../../support/in-memory/in-memory-request-counter';
import { InMemoryTokens } from '../../support/in-memory/in-memory-tokens';
import { RecordingLogger } from '../../support/in-memory/recording-logger';

const GET = 'GET /client/v4/accounts/{account_id}/images/v1/{image_id+}';
/** 05:05:00 is the start of a window of 300 seconds. */
const START = Date.UTC(2026, 2, 4, 5, 5, 0);
const RESET = 'Wed, 04 Mar 2026 05:10:00 GMT';

const setUp = (limits?: Partial<RateLimitDeps>, answer: RouteHandler = async () => success({})) => {
  const counter = new InMemoryRequestCounter();
  let now = START;
  const handler = createControlHandler(
    { [GET]: answer },
    {
      tokens: new InMemoryTokens()
        .add('a', { accountId: ACCOUNT })
        .add('b', { accountId: ACCOUNT })
        .add('batch 1 of a', { accountId: ACCOUNT, parentHash: tokenHash('a') })
        .add('batch 2 of a', { accountId: ACCOUNT, parentHash: tokenHash('a') }),
      clock: () => new Date(now),
      logger: new RecordingLogger(),
      ...(limits ? { rateLimits: { limit: { requests: 2, windowSeconds: 300 }, counter, ...limits } } : {}),
    },
  );
  const send = async (token = 'a', secondsAfterStart = 0) => {
    now = START + secondsAfterStart * 1000;
    const event = controlEvent({
      routeKey: GET,
      pathParameters: { image_id: 'x', ...(token.startsWith('batch') ? {} : { account_id: ACCOUNT }) },
      headers: { 'x-auth-key': token },
    });
    const response = await handler(event, lambdaContext());
    return response;
  };
  return { counter, send };
};

describe('the rate limit of a token', () => {
  it('is told in every answer', async () => {
    const { send } = setUp({});

    const { statusCode, headers } = await send('a', 10);

    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-reset': RESET,
    });
    expect(headers).not.toHaveProperty('retry-after');
  });

  it('refuses what is over it, and says when to come back', async () => {
    const { send } = setUp({});
    await send();
    await send();

    const { statusCode, headers, body } = await send('a', 10.5);

    expect(statusCode).toBe(429);
    expect(JSON.parse(body ?? '')).toMatchObject({
      success: false,
      result: null,
      errors: [{ code: 10429, message: 'Rate limit exceeded' }],
    });
    expect(headers).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': RESET,
      'retry-after': '290',
    });
  });

  it('starts anew with each window', async () => {
    const { send } = setUp({});
    await send();
    await send();
    await send();

    expect((await send('a', 299.999)).statusCode).toBe(429);
    expect((await send('a', 300)).statusCode).toBe(200);
  });

  it('is each token’s own', async () => {
    const { send } = setUp({});
    await send('a');
    await send('a');

    expect([(await send('a')).statusCode, (await send('b')).statusCode]).toEqual([429, 200]);
  });

  it('is not multiplied by batch tokens: they share that of the token that made them', async () => {
    const { send } = setUp({});
    await send('a');
    await send('batch 1 of a');

    const answers = [await send('batch 2 of a'), await send('a'), await send('b')];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([429, 429, 200]);
  });

  it('counts requests that fail, and tells it in their answers', async () => {
    const { send } = setUp({}, () => Promise.reject(imageNotFound()));

    const first = await send();
    await send();

    expect(first).toMatchObject({ statusCode: 404, headers: { 'x-ratelimit-remaining': '1' } });
    expect((await send()).statusCode).toBe(429);
  });

  it('does not count, and is not told to, who has no valid token', async () => {
    const { counter, send } = setUp({});
    await send('a');

    const { statusCode, headers } = await send('wrong');

    expect(statusCode).toBe(401);
    expect(Object.keys(headers ?? {}).filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
    expect([...counter.counts.values()]).toEqual([1]);
  });

  it('never says to come back in no time', async () => {
    const { send } = setUp({ limit: { requests: 1, windowSeconds: 1 } });
    await send('a', 0.999);

    expect((await send('a', 0.999)).headers).toMatchObject({ 'retry-after': '1' });
  });

  it('does not exist unless it is set', async () => {
    const { counter, send } = setUp();

    const answers = [await send(), await send(), await send()];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(answers[0]?.headers).not.toHaveProperty('x-ratelimit-limit');
    expect(counter.counts.size).toBe(0);
  });
});
