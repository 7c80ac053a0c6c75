import { accountHash } from './account';
import { orDefaultKey } from './default-signing-key';
import { invalidRequest } from './errors';
import type { ListSigningKeysDeps } from './list-signing-keys';
import type { SigningKey } from './signing-keys';

/** Every key is tried on every signed request, so their number is bounded (contract 3.11 REC). */
const MAX_KEYS = 10;

/**
 * Makes a key and returns all (contract 3.11). A name that exists keeps its secret: clients that put again must not
 * break every URL they have signed.
 * @throws DomainError `invalid-request` when there are 10 already.
 */
export const putSigningKey = (
  accountId: string,
  name: string,
  { signingKeys, newSigningKey }: ListSigningKeysDeps,
): Promise<readonly SigningKey[]> =>
  signingKeys.change(accountHash(accountId), (stored) => {
    const keys = orDefaultKey(stored, newSigningKey);
    if (keys.some((key) => key.name === name)) return keys;
    if (keys.length >= MAX_KEYS) throw invalidRequest(`An account can have at most ${MAX_KEYS} signing keys`);
    return [...keys, { name, value: newSigningKey() }];
  });
