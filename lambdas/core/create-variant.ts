import { accountHash } from './account';
import type { SettingsEditor } from './settings-editor';
import type { Variant } from './variant';

/** What `createVariant` needs. */
export interface CreateVariantDeps {
  readonly editor: Pick<SettingsEditor, 'addVariant'>;
}

/**
 * Adds a named variant (contract 3.12). Nothing has to be purged: "not found" is kept at the edge for seconds only.
 * @throws DomainError `already-exists`, or `invalid-request` for the 101st.
 */
export const createVariant = async (
  accountId: string,
  variant: Variant,
  { editor }: CreateVariantDeps,
): Promise<Variant> => {
  await editor.addVariant(accountHash(accountId), variant);
  return variant;
};
