import { accountHash } from './account';
import type { DeliveryCache } from './delivery/delivery-ports';
import { invalidRequest, resourceNotFound } from './errors';
import type { SettingsEditor } from './settings-editor';

/** The variant that every account has; clients take it for granted (contract 3.12 REC). */
const PERMANENT = 'public';

/** What `deleteVariant` needs. */
export interface DeleteVariantDeps {
  readonly editor: Pick<SettingsEditor, 'removeVariant'>;
  readonly cache: Pick<DeliveryCache, 'purgeAccount'>;
}

/**
 * Deletes a variant (contract 3.12); its URLs stop working.
 * @throws DomainError `resource-not-found`, or `invalid-request` for `public`.
 */
export const deleteVariant = async (
  accountId: string,
  id: string,
  { editor, cache }: DeleteVariantDeps,
): Promise<void> => {
  if (id === PERMANENT) throw invalidRequest(`The variant ${PERMANENT} cannot be deleted; it can be edited`);
  if (!(await editor.removeVariant(accountHash(accountId), id))) throw resourceNotFound('Variant');
  await cache.purgeAccount(accountHash(accountId));
};
