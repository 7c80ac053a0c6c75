import { accountHash } from './account';
import type { DeliveryCache } from './delivery/delivery-ports';
import { resourceNotFound } from './errors';
import type { SettingsEditor, VariantChange } from './settings-editor';
import type { Variant } from './variant';

/** What `editVariant` needs. */
export interface EditVariantDeps {
  readonly editor: Pick<SettingsEditor, 'changeVariant'>;
  readonly cache: Pick<DeliveryCache, 'purgeAccount'>;
}

/**
 * Replaces a variant's options (contract 3.12) and drops what the edge has cached of it, together with the account's
 * other answers: an invalidation's only wildcard is at its end, and the variant is the last part of a URL.
 * @throws DomainError `resource-not-found`.
 */
export const editVariant = async (
  accountId: string,
  id: string,
  change: VariantChange,
  { editor, cache }: EditVariantDeps,
): Promise<Variant> => {
  const variant = await editor.changeVariant(accountHash(accountId), id, change);
  if (!variant) throw resourceNotFound('Variant');
  await cache.purgeAccount(accountHash(accountId));
  return variant;
};
