import { DEFAULT_VARIANTS, type Variant } from './variant';

/** A key that signs delivery URLs (contract 3.11, 6.2); `value` is used as text. */
export interface SigningKey {
  readonly name: string;
  readonly value: string;
}

/** Account-wide delivery configuration (contract 3.14). */
export interface AccountConfig {
  readonly flexible_variants: boolean;
  /** Seconds; absent means the delivery default. */
  readonly browser_ttl?: number;
}

/** Everything an account has set, in one item: one read gives delivery all it needs. */
export interface AccountSettings {
  readonly variants: readonly Variant[];
  readonly keys: readonly SigningKey[];
  readonly config: AccountConfig;
}

/** The settings of an account that has changed nothing. */
export const DEFAULT_SETTINGS: AccountSettings = {
  variants: DEFAULT_VARIANTS,
  keys: [],
  config: { flexible_variants: false },
};
