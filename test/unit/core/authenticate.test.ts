import { authenticate } from '../../../lambdas/core/authenticate';
import { CachedTokens } from '../../../lambdas/core/cached-tokens';
import { tokenHash } from '../../../lambdas/core/token';
import { ACCOUNT, NOW, NOW_SECONDS, secondsLater } from '../../support/image-fixtures';
import { InMemoryTokens } from '../../support/in-memory/in-memory-tokens';

const tokens = new InMemoryTokens()
  .add('editor', { accountId: ACCOUNT })
  .add('reader', { accountId: ACCOUNT, permissions: 'read' })
  .add('expiring', { accountId: ACCOUNT, expiresAtSeconds: NOW_SECONDS + 10 })
  .add('foreign', { accountId: 'account-2' });

const attempt = (token: string | undefined, permission: 'read' | 'edit', accountId?: string, now = NOW) =>
  authenticate(token, permission, accountId, { tokens, clock: () => now });

describe('a token', () => {
  it.each([
    ['editor', 'edit'],
    ['editor', 'read'],
    ['reader', 'read'],
    ['expiring', 'edit'],
  ] as const)('%s may %s its own account', async (token, permission) => {
    await expect(attempt(token, permission, ACCOUNT)).resolves.toMatchObject({
      accountId: ACCOUNT,
      tokenHash: tokenHash(token),
    });
  });

  it('answers with its own account on paths that name none', async () => {
    await expect(attempt('foreign', 'read')).resolves.toMatchObject({ accountId: 'account-2' });
  });

  it.each([undefined, '', 'wrong', 'EDITOR', tokenHash('editor')])('is not %j', async (token) => {
    await expect(attempt(token, 'read', ACCOUNT)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('is refused from the second of its expiry on', async () => {
    await expect(attempt('expiring', 'read', ACCOUNT, secondsLater(10))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it.each([
    ['foreign', 'read'],
    ['reader', 'edit'],
  ] as const)('%s may not %s the account', async (token, permission) => {
    await expect(attempt(token, permission, ACCOUNT)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('tokens kept in memory', () => {
  const setUp = () => {
    const source = new InMemoryTokens().add('a', { accountId: ACCOUNT });
    let now = NOW;
    const cached = new CachedTokens(source, () => now);
    return {
      source,
      find: (token: string) => cached.find(tokenHash(token)),
      at: (date: Date) => (now = date),
    };
  };

  it('are looked up once a minute', async () => {
    const { source, find, at } = setUp();

    await find('a');
    at(secondsLater(59.9));
    await find('a');
    expect(source.finds).toBe(1);

    at(secondsLater(60));
    await expect(find('a')).resolves.toMatchObject({ accountId: ACCOUNT });
    expect(source.finds).toBe(2);
  });

  it('are forgotten within a minute of being revoked', async () => {
    const { source, find, at } = setUp();
    await find('a');
    source.byHash.clear();

    at(secondsLater(60));

    await expect(find('a')).resolves.toBeUndefined();
  });

  it('are found at once after being created: absence is not remembered', async () => {
    const { source, find } = setUp();
    await expect(find('b')).resolves.toBeUndefined();

    source.add('b', { accountId: ACCOUNT });

    await expect(find('b')).resolves.toMatchObject({ accountId: ACCOUNT });
  });

  it('are a thousand at most; the oldest goes first', async () => {
    const { source, find } = setUp();
    await find('a');
    for (let i = 0; i < 1000; i += 1) {
      source.add(`t${i}`, { accountId: ACCOUNT });
      await find(`t${i}`);
    }
    source.finds = 0;

    await find('t0');
    await find('t999');
    expect(source.finds).toBe(0);

    await find('a');
    expect(source.finds).toBe(1);
  });
});
