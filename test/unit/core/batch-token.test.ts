import { authenticate } from '../../../lambdas/core/authenticate';
import { createBatchToken, randomToken } from '../../../lambdas/core/batch-token';
import { type Permission, tokenHash } from '../../../lambdas/core/token';
import { ACCOUNT, NOW, NOW_SECONDS, secondsLater } from '../../support/image-fixtures';
import { InMemoryTokens } from '../../support/in-memory/in-memory-tokens';

/** A batch token `batch`, made by the token `parent`. */
const setUp = async (parent: { permissions?: Permission; expiresAtSeconds?: number } = {}) => {
  const tokens = new InMemoryTokens().add('parent', { accountId: ACCOUNT, ...parent });
  const attempt = (permission: Permission, now = NOW, accountId?: string) =>
    authenticate('batch', permission, accountId, { tokens, clock: () => now });
  const caller = await authenticate('parent', 'read', ACCOUNT, { tokens, clock: () => NOW });
  const made = await createBatchToken(caller, {
    batchTokens: { add: async (token, hash) => void tokens.byHash.set(hash, token) },
    clock: () => NOW,
    newToken: () => 'batch',
  });
  return { tokens, made, attempt };
};

describe('a batch token', () => {
  it('lives an hour, told with nanoseconds', async () => {
    const { made, attempt } = await setUp();

    expect(made).toEqual({ token: 'batch', expiresAt: '2026-03-04T06:06:07.000000000Z' });
    await expect(attempt('edit', secondsLater(3599))).resolves.toMatchObject({ accountId: ACCOUNT });
    await expect(attempt('edit', secondsLater(3600))).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('never outlives the token that made it', async () => {
    const { made } = await setUp({ expiresAtSeconds: NOW_SECONDS + 60 });

    expect(made.expiresAt).toBe('2026-03-04T05:07:07.000000000Z');
  });

  it('ends when the token that made it is revoked', async () => {
    const { tokens, attempt } = await setUp();
    tokens.byHash.delete(tokenHash('parent'));

    await expect(attempt('read')).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('may do what the token that made it may, and no more', async () => {
    const reader = await setUp({ permissions: 'read' });

    await expect(reader.attempt('read')).resolves.toMatchObject({ accountId: ACCOUNT });
    await expect(reader.attempt('edit')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each([ACCOUNT, 'account-2'])('is refused on the paths that name an account: %s', async (accountId) => {
    const { attempt } = await setUp();

    await expect(attempt('read', NOW, accountId)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is stored by its hash only', async () => {
    const { tokens } = await setUp();

    expect([...tokens.byHash.keys()].sort()).toEqual([tokenHash('parent'), tokenHash('batch')].sort());
    expect(JSON.stringify(tokens.byHash.get(tokenHash('batch')))).not.toContain('"batch"');
  });

  it('is 43 characters of base64url and never the same twice', () => {
    const made = Array.from({ length: 100 }, randomToken);

    expect(made.every((token) => /^[A-Za-z0-9_-]{43}$/.test(token))).toBe(true);
    expect(new Set(made).size).toBe(100);
  });
});
