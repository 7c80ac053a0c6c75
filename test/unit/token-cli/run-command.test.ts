import { OperatorError } from '../../../bin/errors';
import type { AccountTokens, StoredToken } from '../../../bin/token/account-tokens';
import { runCommand } from '../../../bin/token/run-command';
import { tokenHash } from '../../../lambdas/core/token';

const now = new Date('2026-03-01T12:00:00Z');

class InMemoryTokens implements AccountTokens {
  readonly stored: StoredToken[] = [];

  async list(accountId: string): Promise<StoredToken[]> {
    return this.stored.filter((token) => token.accountId === accountId);
  }

  async add(token: Omit<StoredToken, 'hash'>, hash: string): Promise<void> {
    this.stored.push({ ...token, hash });
  }

  async remove(hash: string): Promise<void> {
    this.stored.splice(
      this.stored.findIndex((token) => token.hash === hash),
      1,
    );
  }
}

const setUp = () => {
  const tokens = new InMemoryTokens();
  let calls = 0;
  const randomBytes = () => {
    calls += 1;
    return Buffer.alloc(32, calls);
  };
  return { tokens, deps: { tokens, now, randomBytes } };
};

const createCommand = (name: string, accountId = 'acme') =>
  ({ action: 'create', accountId, name, permissions: 'edit' }) as const;

describe('create', () => {
  test('prints the token alone for programs, and stores only its hash', async () => {
    const { tokens, deps } = setUp();

    const { result } = await runCommand({ ...createCommand('ci'), expiresAtSeconds: 1_800_000_000 }, deps);

    expect(result).toBe(`dut_${Buffer.alloc(32, 1).toString('base64url')}`);
    expect(tokens.stored).toEqual([
      {
        accountId: 'acme',
        name: 'ci',
        permissions: 'edit',
        created: '2026-03-01T12:00:00.000Z',
        expiresAtSeconds: 1_800_000_000,
        hash: tokenHash(result),
      },
    ]);
    expect(JSON.stringify(tokens.stored)).not.toContain(result);
  });

  test('does not repeat the token in what is written for people', async () => {
    const { deps } = setUp();

    const { result, notes } = await runCommand(createCommand('ci'), deps);

    expect(notes.join('\n')).toMatch(/"ci".*account acme/);
    expect(notes.join('\n')).not.toContain(result);
  });

  test('refuses a name that the account uses, but not one that another account uses', async () => {
    const { tokens, deps } = setUp();
    await runCommand(createCommand('ci'), deps);

    await runCommand(createCommand('ci', 'other'), deps);
    const second = runCommand(createCommand('ci'), deps);

    await expect(second).rejects.toThrow(OperatorError);
    await expect(second).rejects.toThrow(/has a token called "ci": revoke it first/);
    expect(tokens.stored).toHaveLength(2);
  });
});

describe('list', () => {
  test('shows id, permissions, times and name, never the token or its whole hash', async () => {
    const { tokens, deps } = setUp();
    const { result: secret } = await runCommand(createCommand('ci'), deps);
    await runCommand({ ...createCommand('old', 'acme'), expiresAtSeconds: now.getTime() / 1000 }, deps);
    await runCommand(createCommand('foreign', 'other'), deps);

    const { result } = await runCommand({ action: 'list', accountId: 'acme' }, deps);

    const [ci, old] = tokens.stored.map(({ hash }) => hash.slice(0, 12));
    expect(result.split('\n')).toEqual([
      'ID            PERMISSIONS  CREATED                   EXPIRES                             NAME',
      `${ci}  edit         2026-03-01T12:00:00.000Z  never                               ci`,
      `${old}  edit         2026-03-01T12:00:00.000Z  2026-03-01T12:00:00.000Z (expired)  old`,
    ]);
    expect(result).not.toContain(secret);
    expect(result).not.toContain(tokenHash(secret));
  });

  test('says so when the account has none', async () => {
    const { deps } = setUp();

    const { result, notes } = await runCommand({ action: 'list', accountId: 'acme' }, deps);

    expect(result).toBe('');
    expect(notes).toEqual(['Account acme has no tokens.']);
  });
});

describe('revoke', () => {
  test.each(['name', 'id'])('removes one token by its %s and leaves the others', async (by) => {
    const { tokens, deps } = setUp();
    const { result: secret } = await runCommand(createCommand('ci'), deps);
    await runCommand(createCommand('staging'), deps);

    const chosen = by === 'name' ? { name: 'ci' } : { id: tokenHash(secret).slice(0, 12) };
    const { notes } = await runCommand({ action: 'revoke', accountId: 'acme', by: chosen }, deps);

    expect(tokens.stored.map(({ name }) => name)).toEqual(['staging']);
    expect(notes.join('\n')).toMatch(/"ci".*revoked/);
  });

  test('cannot reach another account’s token, by name or by id', async () => {
    const { tokens, deps } = setUp();
    const { result: secret } = await runCommand(createCommand('ci', 'other'), deps);

    const byName = runCommand({ action: 'revoke', accountId: 'acme', by: { name: 'ci' } }, deps);
    const byId = runCommand({ action: 'revoke', accountId: 'acme', by: { id: tokenHash(secret) } }, deps);

    await expect(byName).rejects.toThrow(/Account acme has no token called "ci"/);
    await expect(byId).rejects.toThrow(/Account acme has no token with id/);
    expect(tokens.stored).toHaveLength(1);
  });

  test('asks for an id when several tokens have the name', async () => {
    const { tokens, deps } = setUp();
    const token = { accountId: 'acme', name: 'ci', permissions: 'edit', created: now.toISOString() } as const;
    await tokens.add(token, `${'a'.repeat(12)}0`);
    await tokens.add(token, `${'b'.repeat(12)}0`);

    const revoked = runCommand({ action: 'revoke', accountId: 'acme', by: { name: 'ci' } }, deps);

    await expect(revoked).rejects.toThrow(/2 tokens called "ci".*aaaaaaaaaaaa, bbbbbbbbbbbb/);
    expect(tokens.stored).toHaveLength(2);
  });
});
