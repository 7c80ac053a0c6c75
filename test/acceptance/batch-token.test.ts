import { readAnswer, refusal } from './client/answer';
import { call } from './client/api';
import { testWith } from './client/capability';
import { type Caller, controlOrigin, deployment } from './client/deployment';
import { getImage } from './client/images';

interface BatchToken {
  readonly token: string;
  readonly expiresAt: string;
}

const FORBIDDEN = { status: 403, code: 10000 };
const AN_HOUR_MS = 3_600_000;
/** How far a deployment's clock may be from ours, and what whole seconds cut off. */
const CLOCK_MS = 5_000;

const makeToken = async (caller: Caller = deployment.owner): Promise<BatchToken> =>
  (await call<BatchToken>('/v1/batch_token', { caller })).envelope().result;

const batch = async (path: string, { token }: BatchToken, method = 'GET') =>
  readAnswer<{ id: string }>(
    await fetch(`${controlOrigin}${path}`, { method, headers: { authorization: `Bearer ${token}` } }),
  );

describe('A batch token', () => {
  test('lives for an hour, told with nanoseconds', async () => {
    const askedAt = Date.now();

    const { token, expiresAt } = await makeToken();

    expect(token).toMatch(/^[\w-]{43}$/);
    expect(expiresAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    expect(Date.parse(expiresAt)).toBeGreaterThan(askedAt + AN_HOUR_MS - CLOCK_MS);
    expect(Date.parse(expiresAt)).toBeLessThan(Date.now() + AN_HOUR_MS + CLOCK_MS);
  });

  test('mints, shows and deletes in the account of the token that made it', async () => {
    const token = await makeToken();

    const { id } = (await batch('/images/v2/direct_upload', token, 'POST')).envelope().result;
    const shown = await batch(`/images/v1/${id}`, token);
    const byOwner = await getImage(id);
    const deleted = await batch(`/images/v1/${id}`, token, 'DELETE');

    expect(shown.envelope().result).toEqual(byOwner.envelope().result);
    expect(deleted.envelope()).toMatchObject({ success: true, result: {} });
  });

  test.each(['/v1', '/v2', '/v1/stats', '/v1/keys', '/v1/variants', '/v1/config', '/v1/batch_token'])(
    'is refused on the paths of an account: %s',
    async (path) => {
      const { token } = await makeToken();

      const answer = await call(path, { caller: { ...deployment.owner, apiToken: token } });

      expect(refusal(answer)).toEqual(FORBIDDEN);
    },
  );

  test.each(['/images/v1/keys', '/images/v1/variants', '/images/v1/config', '/images/v1/batch_token'])(
    'reaches no settings, secrets or other tokens: %s',
    async (path) => {
      expect(refusal(await batch(path, await makeToken()))).toEqual({ status: 404, code: 5404 });
    },
  );

  testWith(
    'a token that may only read',
    deployment.reader !== undefined,
    'of a reader may read and not write',
    async () => {
      const token = await makeToken(deployment.reader);

      expect((await batch('/images/v2', token)).status).toBe(200);
      expect(refusal(await batch('/images/v2/direct_upload', token, 'POST'))).toEqual(FORBIDDEN);
    },
  );

  test('is given to nobody without a token', async () => {
    const answer = await readAnswer(
      await fetch(`${deployment.baseUrl}/accounts/${deployment.owner.accountId}/images/v1/batch_token`),
    );

    expect(refusal(answer)).toEqual({ status: 401, code: 10000 });
  });
});

test('The paths without an account also take an ordinary token, and answer with its own account', async () => {
  const answer = await batch('/images/v2', { token: deployment.owner.apiToken, expiresAt: '' });

  expect(answer.status).toBe(200);
});
