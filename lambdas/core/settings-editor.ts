import type { AccountConfig } from './settings';
import type { Variant, VariantOptions } from './variant';

/** Contract 3.12: at most so many named variants for each account. */
export const MAX_VARIANTS = 100;

/** What an edit of a variant sets; an absent flag stays as it is (contract 3.12 REC). */
export interface VariantChange {
  readonly options: VariantOptions;
  readonly neverRequireSignedURLs?: boolean;
}

/** What an edit of the configuration sets: absent fields stay, null goes back to the default (contract 3.14). */
export interface ConfigChange {
  readonly flexible_variants?: boolean;
  readonly browser_ttl?: number | null;
}

/**
 * Changes to account settings, each one atomic: two callers at once never lose a change of one of them. The first
 * change to the variants also stores the defaults, which from then on are ordinary variants.
 */
export interface SettingsEditor {
  /**
   * @throws DomainError `already-exists` when the id is taken, `invalid-request` when there are 100 already.
   */
  addVariant(accountHash: string, variant: Variant): Promise<void>;
  /** The variant as it is afterwards; undefined when there is none of that id. */
  changeVariant(accountHash: string, id: string, change: VariantChange): Promise<Variant | undefined>;
  /** False when there was none of that id. */
  removeVariant(accountHash: string, id: string): Promise<boolean>;
  /** The configuration as it is afterwards. */
  changeConfig(accountHash: string, change: ConfigChange): Promise<AccountConfig>;
}
