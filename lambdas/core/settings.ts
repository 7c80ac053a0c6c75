import { DEFAULT_VARIANTS, type Variant } from './variant';

/** Account-wide delivery configuration (contract 3.14). */
export interface AccountConfig {
  readonly flexible_variants: boolean;
  /** Seconds; absent means the delivery default. */
  readonly browser_ttl?: number;
}

/** What an account has set, without its secrets. */
export interface AccountSettings {
  readonly variants: readonly Variant[];
  readonly config: AccountConfig;
}

/** The settings of an account that has changed nothing. */
export const DEFAULT_SETTINGS: AccountSettings = {
  variants: DEFAULT_VARIANTS,
  config: { flexible_variants: false },
};
