import { accountHash } from './account';
import { orDefaultKey } from './default-signing-key';
import type { SigningKey } from './settings';
import type { SettingsEditor } from './settings-editor';

/** What `listSigningKeys` needs. */
export interface ListSigningKeysDeps {
  readonly editor: Pick<SettingsEditor, 'changeKeys'>;
  /** A new secret: unguessable text of at least 32 characters. */
  readonly newSigningKey: () => string;
}

/** The account's keys with their secrets (contract 3.11); the first look makes the default key. */
export const listSigningKeys = (
  accountId: string,
  { editor, newSigningKey }: ListSigningKeysDeps,
): Promise<readonly SigningKey[]> =>
  editor.changeKeys(accountHash(accountId), (keys) => orDefaultKey(keys, newSigningKey));
