import { accountHash } from './account';
import { resourceNotFound } from './errors';
import type { SettingsRepository } from './ports';
import type { Variant } from './variant';

/** What `getVariant` needs. */
export interface GetVariantDeps {
  readonly settings: Pick<SettingsRepository, 'get'>;
}

/**
 * One named variant of the account (contract 3.12).
 * @throws DomainError `resource-not-found`.
 */
export const getVariant = async (
  accountId: string,
  id: string,
  { settings }: GetVariantDeps,
): Promise<Variant> => {
  const { variants } = await settings.get(accountHash(accountId));
  const variant = variants.find((candidate) => candidate.id === id);
  if (!variant) throw resourceNotFound('Variant');
  return variant;
};
