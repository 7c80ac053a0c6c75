import { parseArgs } from 'node:util';
import type { Permission } from '../../lambdas/core/token';
import { UsageError } from '../errors';
import { parseExpiry } from './parse-expiry';

/** Which table a command works on. */
export type Target = { readonly kind: 'stack'; readonly stackName: string } | { readonly kind: 'local' };

/** What the command line asks for. */
export type Command =
  | {
      readonly action: 'create';
      readonly accountId: string;
      readonly name: string;
      readonly permissions: Permission;
      /** Unix seconds; absent: never. */
      readonly expiresAtSeconds?: number;
    }
  | { readonly action: 'list'; readonly accountId: string }
  | {
      readonly action: 'revoke';
      readonly accountId: string;
      readonly by: { readonly name: string } | { readonly id: string };
    };

const OPTIONS = {
  account: { type: 'string' },
  name: { type: 'string' },
  id: { type: 'string' },
  permissions: { type: 'string' },
  expires: { type: 'string' },
  stack: { type: 'string' },
  local: { type: 'boolean' },
} as const;

type Option = keyof typeof OPTIONS;
type Values = Partial<Record<Exclude<Option, 'local'>, string>> & { local?: boolean };

/** The options that each action takes, beside those that choose the table. */
const TAKES = {
  create: ['account', 'name', 'permissions', 'expires'],
  list: ['account'],
  revoke: ['account', 'name', 'id'],
} as const satisfies Record<Command['action'], readonly Option[]>;

const isAction = (word: string | undefined): word is Command['action'] =>
  word !== undefined && Object.hasOwn(TAKES, word);

const readWords = (argv: readonly string[]): { values: Values; action: Command['action'] } => {
  let parsed: { values: Values; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
  const [action, ...others] = parsed.positionals;
  if (!isAction(action)) throw new UsageError(`${action ?? 'Nothing'}: give create, list or revoke`);
  if (others.length > 0) throw new UsageError(`${others.join(' ')}: not understood`);
  const taken: readonly string[] = [...TAKES[action], 'stack', 'local'];
  const unfit = Object.keys(parsed.values).find((option) => !taken.includes(option));
  if (unfit) throw new UsageError(`--${unfit}: ${action} has no such option`);
  return { values: parsed.values, action };
};

const accountOf = ({ account }: Values): string => {
  if (account === undefined) throw new UsageError('--account: give the account id');
  if (!/^[\w.~-]{1,64}$/.test(account))
    throw new UsageError(`--account ${account}: use 1 to 64 letters, digits, "-", "_", "." and "~"`);
  return account;
};

const nameOf = (name: string | undefined): string => {
  if (name === undefined) throw new UsageError('--name: give the token a name');
  if (!/^\P{Cc}{1,100}$/u.test(name) || name.trim() !== name)
    throw new UsageError('--name: use 1 to 100 characters on one line, without spaces around them');
  return name;
};

const permissionsOf = ({ permissions = 'edit' }: Values): Permission => {
  if (permissions !== 'read' && permissions !== 'edit')
    throw new UsageError(`--permissions ${permissions}: give read or edit`);
  return permissions;
};

const revokedBy = ({ name, id }: Values): { name: string } | { id: string } => {
  if ((name === undefined) === (id === undefined)) throw new UsageError('Give either --name or --id');
  if (id === undefined) return { name: nameOf(name) };
  if (!/^[0-9a-f]{12,64}$/.test(id)) throw new UsageError(`--id ${id}: give an id as list shows it`);
  return { id };
};

const targetOf = ({ stack, local }: Values): Target => {
  if (local && stack !== undefined) throw new UsageError('Give either --stack or --local');
  return local ? { kind: 'local' } : { kind: 'stack', stackName: stack ?? 'DirectUpload' };
};

const commandOf = (action: Command['action'], values: Values, now: Date): Command => {
  const accountId = accountOf(values);
  if (action === 'list') return { action, accountId };
  if (action === 'revoke') return { action, accountId, by: revokedBy(values) };
  return {
    action,
    accountId,
    name: nameOf(values.name),
    permissions: permissionsOf(values),
    ...(values.expires === undefined ? {} : { expiresAtSeconds: parseExpiry(values.expires, now) }),
  };
};

/**
 * Reads the command line.
 * @throws UsageError that says what is wrong with it.
 */
export const parseArguments = (argv: readonly string[], now: Date): { command: Command; target: Target } => {
  const { action, values } = readWords(argv);
  return { command: commandOf(action, values, now), target: targetOf(values) };
};
