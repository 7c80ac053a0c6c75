import { accountHash } from './account';
import { orDefaultKey } from './default-signing-key';
import type { SigningKey, SigningKeyRepository } from './signing-keys';

/** What `listSigningKeys` needs. */
export interface ListSigningKeysDeps {
  readonly signingKeys: Pick<SigningKeyRepository, 'change'>;
  /** A new secret: unguessable text of at least 32 characters. */
  readonly newSigningKey: () => string;
}

/** The account's keys with their secrets (contract 3.11); the first look makes the default key. */
export const listSigningKeys = (
  accountId: string,
  { signingKeys, newSigningKey }: ListSigningKeysDeps,
): Promise<readonly SigningKey[]> =>
  signingKeys.change(accountHash(accountId), (keys) => orDefaultKey(keys, newSigningKey));
