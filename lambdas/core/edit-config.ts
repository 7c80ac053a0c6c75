import { accountHash } from './account';
import type { DeliveryCache } from './delivery/delivery-ports';
import type { AccountConfig } from './settings';
import type { ConfigChange, SettingsEditor } from './settings-editor';

/** What `editConfig` needs. */
export interface EditConfigDeps {
  readonly editor: Pick<SettingsEditor, 'changeConfig'>;
  readonly cache: Pick<DeliveryCache, 'purgeAccount'>;
}

/** Changes the account's configuration and returns all of it (contract 3.14). */
export const editConfig = async (
  accountId: string,
  change: ConfigChange,
  { editor, cache }: EditConfigDeps,
): Promise<AccountConfig> => {
  const config = await editor.changeConfig(accountHash(accountId), change);
  await cache.purgeAccount(accountHash(accountId));
  return config;
};
