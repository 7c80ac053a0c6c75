import { tokenHash } from '../../lambdas/core/token';
import { OperatorError } from '../errors';
import type { AccountTokens, StoredToken } from './account-tokens';
import type { Command } from './parse-arguments';

/** What a command needs beside its arguments. */
export interface CommandDeps {
  readonly tokens: AccountTokens;
  readonly now: Date;
  /** 32 unguessable bytes. */
  readonly randomBytes: () => Buffer;
}

/** What a command prints: `result` is for programs (stdout), `notes` are for people (stderr). */
export interface CommandOutput {
  readonly result: string;
  readonly notes: readonly string[];
}

/** Tells people and secret scanners what it is when it is found where it must not be. */
const TOKEN_PREFIX = 'dut_';
/** As much of the hash as tells an account's tokens apart; it is no secret. */
const ID_LENGTH = 12;

const idOf = ({ hash }: StoredToken): string => hash.slice(0, ID_LENGTH);

const create = async (
  command: Extract<Command, { action: 'create' }>,
  { tokens, now, randomBytes }: CommandDeps,
): Promise<CommandOutput> => {
  const { action: _, ...token } = command;
  const existing = await tokens.list(token.accountId);
  if (existing.some(({ name }) => name === token.name))
    throw new OperatorError(
      `Account ${token.accountId} has a token called "${token.name}": revoke it first, or choose another name`,
    );
  const secret = TOKEN_PREFIX + randomBytes().toString('base64url');
  const hash = tokenHash(secret);
  await tokens.add({ ...token, created: now.toISOString() }, hash);
  return {
    result: secret,
    notes: [
      `Token "${token.name}" (id ${hash.slice(0, ID_LENGTH)}) of account ${token.accountId}, permissions ${token.permissions}.`,
      'It is shown this once; only its hash is stored.',
    ],
  };
};

const expiryOf = ({ expiresAtSeconds }: StoredToken, now: Date): string => {
  if (expiresAtSeconds === undefined) return 'never';
  const time = new Date(expiresAtSeconds * 1000).toISOString();
  return expiresAtSeconds * 1000 <= now.getTime() ? `${time} (expired)` : time;
};

/** Columns as wide as their widest cell. */
const table = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const list = async (accountId: string, { tokens, now }: CommandDeps): Promise<CommandOutput> => {
  const stored = await tokens.list(accountId);
  if (stored.length === 0) return { result: '', notes: [`Account ${accountId} has no tokens.`] };
  const rows = stored.map((token) => [
    idOf(token),
    token.permissions,
    token.created,
    expiryOf(token, now),
    token.name,
  ]);
  return { result: table([['ID', 'PERMISSIONS', 'CREATED', 'EXPIRES', 'NAME'], ...rows]), notes: [] };
};

const revoke = async (
  { accountId, by }: Extract<Command, { action: 'revoke' }>,
  { tokens }: CommandDeps,
): Promise<CommandOutput> => {
  const matching = (await tokens.list(accountId)).filter((token) =>
    'id' in by ? token.hash.startsWith(by.id) : token.name === by.name,
  );
  const what = 'id' in by ? `with id ${by.id}` : `called "${by.name}"`;
  const [token, ...others] = matching;
  if (!token) throw new OperatorError(`Account ${accountId} has no token ${what}`);
  if (others.length > 0)
    throw new OperatorError(
      `Account ${accountId} has ${matching.length} tokens ${what}: choose one by its --id: ${matching.map(idOf).join(', ')}`,
    );
  await tokens.remove(token.hash);
  return {
    result: '',
    notes: [
      `Token "${token.name}" (id ${idOf(token)}) is revoked; running functions may know it for up to a minute.`,
    ],
  };
};

/**
 * Creates, lists or revokes tokens.
 * @throws OperatorError when the account has no such token, or has one of that name already.
 */
export const runCommand = (command: Command, deps: CommandDeps): Promise<CommandOutput> => {
  switch (command.action) {
    case 'create':
      return create(command, deps);
    case 'list':
      return list(command.accountId, deps);
    case 'revoke':
      return revoke(command, deps);
  }
};
