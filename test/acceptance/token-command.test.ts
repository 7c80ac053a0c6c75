import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { longEnough } from '../support/long-enough';
import { runProgram } from '../support/run-program';
import { refusal } from './client/answer';
import { call } from './client/api';
import { testWith } from './client/capability';
import { deployment } from './client/deployment';

const ROOT = path.join(__dirname, '../..');

/** The token command on the service of this run; resolves to its two streams. */
const token = (...args: string[]) =>
  runProgram(process.execPath, ['--import', 'tsx', 'bin/token.ts', ...args, '--local'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], DATA_DIR: deployment.localDataDir },
  });

const create = async (accountId: string, name: string, ...options: string[]): Promise<string> =>
  (await token('create', '--account', accountId, '--name', name, ...options)).stdout.trim();

const commandTest = (title: string, body: () => Promise<void>) =>
  testWith('the local service', deployment.localDataDir !== undefined, title, body);

describe('The token command', () => {
  const accountId = 'command';
  const list = (apiToken: string) => call('/v2', { caller: { accountId, apiToken } });
  const mint = (apiToken: string) =>
    call('/v2/direct_upload', { method: 'POST', caller: { accountId, apiToken } });

  /** Makes a token that ends, in a whole second, and lists with it; undefined when it had ended by then. */
  const listBeforeEnd = async (lifeMs: number) => {
    const end = Math.ceil((Date.now() + lifeMs) / 1000) * 1000;
    try {
      const apiToken = await create(accountId, `brief-${end}`, '--expires', new Date(end).toISOString());
      const before = await list(apiToken);
      return Date.now() < end ? { apiToken, end, before } : undefined;
    } catch (error) {
      // The command makes no token that has ended already.
      if (Date.now() < end) throw error;
      return undefined;
    }
  };

  commandTest('makes a token that works at once, for its account only', async () => {
    const apiToken = await create(accountId, 'backend');

    expect((await mint(apiToken)).status).toBe(200);
    expect(
      refusal(await call('/v2', { caller: { accountId: deployment.owner.accountId, apiToken } })),
    ).toEqual({
      status: 403,
      code: 10000,
    });
  });

  commandTest('makes a token that may only read', async () => {
    const apiToken = await create(accountId, 'viewer', '--permissions', 'read');

    expect((await list(apiToken)).status).toBe(200);
    expect(refusal(await mint(apiToken))).toEqual({ status: 403, code: 10000 });
  });

  commandTest('lists tokens by name, without the tokens', async () => {
    const apiToken = await create(accountId, 'listed');

    const { stdout } = await token('list', '--account', accountId);

    expect(stdout).toContain('listed');
    expect(stdout).not.toContain(apiToken);
  });

  commandTest('revokes a token', async () => {
    const apiToken = await create(accountId, 'lost');

    await token('revoke', '--account', accountId, '--name', 'lost');

    expect(refusal(await list(apiToken))).toEqual({ status: 401, code: 10000 });
  });

  commandTest('makes a token that ends', async () => {
    const { apiToken, end, before } = await longEnough(4_000, listBeforeEnd);

    await sleep(end - Date.now() + 1_000);

    expect(before.status).toBe(200);
    expect(refusal(await list(apiToken))).toEqual({ status: 401, code: 10000 });
  });
});
