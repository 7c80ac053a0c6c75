import { accountHash } from './account';
import type { DeliveryCache } from './delivery/delivery-ports';
import { invalidRequest, resourceNotFound } from './errors';
import type { SigningKey } from './settings';
import type { SettingsEditor } from './settings-editor';

/** The key that an account without any is given (contract 3.11, 6.2). */
const DEFAULT_NAME = 'default';

/** Every key is tried on every signed request, so their number is bounded (contract 3.11 REC). */
const MAX_KEYS = 10;

export interface EditSigningKeysDeps {
  readonly editor: Pick<SettingsEditor, 'changeKeys'>;
  readonly cache: Pick<DeliveryCache, 'purgeAccount'>;
  /** A new secret: unguessable text of at least 32 characters. */
  readonly newSigningKey: () => string;
}

type Keys = readonly SigningKey[];

/** An account always has a key: the first look makes the default one. */
const orDefault = (keys: Keys, newSigningKey: () => string): Keys =>
  keys.length > 0 ? keys : [{ name: DEFAULT_NAME, value: newSigningKey() }];

/** The account's keys with their secrets (contract 3.11). */
export const listSigningKeys = (
  accountId: string,
  { editor, newSigningKey }: Omit<EditSigningKeysDeps, 'cache'>,
): Promise<Keys> => editor.changeKeys(accountHash(accountId), (keys) => orDefault(keys, newSigningKey));

/**
 * Makes a key and returns all. A name that exists keeps its secret: clients that put again must not break every URL
 * they have signed.
 * @throws DomainError `invalid-request` when there are 10 already.
 */
export const putSigningKey = (
  accountId: string,
  name: string,
  { editor, newSigningKey }: Omit<EditSigningKeysDeps, 'cache'>,
): Promise<Keys> =>
  editor.changeKeys(accountHash(accountId), (stored) => {
    const keys = orDefault(stored, newSigningKey);
    if (keys.some((key) => key.name === name)) return keys;
    if (keys.length >= MAX_KEYS) throw invalidRequest(`An account can have at most ${MAX_KEYS} signing keys`);
    return [...keys, { name, value: newSigningKey() }];
  });

/**
 * Deletes a key and returns the rest; when it was the last, there is a new default. What was signed with it is refused
 * from then on, by the edge's cache too.
 * @throws DomainError `resource-not-found`.
 */
export const deleteSigningKey = async (
  accountId: string,
  name: string,
  { editor, cache, newSigningKey }: EditSigningKeysDeps,
): Promise<Keys> => {
  const rest = await editor.changeKeys(accountHash(accountId), (keys) => {
    const kept = keys.filter((key) => key.name !== name);
    if (kept.length === keys.length) throw resourceNotFound('Signing key');
    return orDefault(kept, newSigningKey);
  });
  await cache.purgeAccount(accountHash(accountId));
  return rest;
};
