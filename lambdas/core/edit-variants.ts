import { accountHash } from './account';
import type { DeliveryCache } from './delivery/delivery-ports';
import { invalidRequest, resourceNotFound } from './errors';
import type { SettingsRepository } from './ports';
import type { SettingsEditor, VariantChange } from './settings-editor';
import type { Variant } from './variant';

/** The variant that every account has; clients take it for granted (contract 3.12 REC). */
const PERMANENT = 'public';

export interface EditVariantsDeps {
  readonly editor: Pick<SettingsEditor, 'addVariant' | 'changeVariant' | 'removeVariant'>;
  readonly cache: Pick<DeliveryCache, 'purgeAccount'>;
}

/**
 * One named variant of the account (contract 3.12).
 * @throws DomainError `resource-not-found`.
 */
export const getVariant = async (
  accountId: string,
  id: string,
  { settings }: { readonly settings: Pick<SettingsRepository, 'get'> },
): Promise<Variant> => {
  const { variants } = await settings.get(accountHash(accountId));
  const variant = variants.find((candidate) => candidate.id === id);
  if (!variant) throw resourceNotFound('Variant');
  return variant;
};

/**
 * Adds a named variant. Nothing has to be purged but "not found", which the edge keeps for seconds only.
 * @throws DomainError `already-exists`, or `invalid-request` for the 101st.
 */
export const createVariant = async (
  accountId: string,
  variant: Variant,
  { editor }: Pick<EditVariantsDeps, 'editor'>,
): Promise<Variant> => {
  await editor.addVariant(accountHash(accountId), variant);
  return variant;
};

/**
 * Replaces a variant's options and drops what the edge has cached of it, together with the account's other answers:
 * an invalidation's only wildcard is at its end, and the variant is the last part of a URL.
 * @throws DomainError `resource-not-found`.
 */
export const editVariant = async (
  accountId: string,
  id: string,
  change: VariantChange,
  { editor, cache }: EditVariantsDeps,
): Promise<Variant> => {
  const variant = await editor.changeVariant(accountHash(accountId), id, change);
  if (!variant) throw resourceNotFound('Variant');
  await cache.purgeAccount(accountHash(accountId));
  return variant;
};

/**
 * Deletes a variant; its URLs stop working.
 * @throws DomainError `resource-not-found`, or `invalid-request` for `public`.
 */
export const deleteVariant = async (
  accountId: string,
  id: string,
  { editor, cache }: EditVariantsDeps,
): Promise<void> => {
  if (id === PERMANENT) throw invalidRequest(`The variant ${PERMANENT} cannot be deleted; it can be edited`);
  if (!(await editor.removeVariant(accountHash(accountId), id))) throw resourceNotFound('Variant');
  await cache.purgeAccount(accountHash(accountId));
};
