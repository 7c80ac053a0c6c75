import { alreadyExists, invalidRequest } from '../../../lambdas/core/errors';
import type { SettingsRepository } from '../../../lambdas/core/ports';
import { type AccountConfig, type AccountSettings, DEFAULT_SETTINGS } from '../../../lambdas/core/settings';
import {
  type ConfigChange,
  MAX_VARIANTS,
  type SettingsEditor,
  type VariantChange,
} from '../../../lambdas/core/settings-editor';
import type { Variant } from '../../../lambdas/core/variant';

/** `public` first, then by name. */
const inOrder = (variants: readonly Variant[]): Variant[] =>
  [...variants].sort((a, b) => {
    if (a.id === 'public' || b.id === 'public') return a.id === 'public' ? -1 : 1;
    return a.id < b.id ? -1 : 1;
  });

/** Account settings in memory; held to the same behaviour suite as the DynamoDB adapters. */
export class InMemorySettings implements SettingsRepository, SettingsEditor {
  readonly byHash = new Map<string, AccountSettings>();

  async get(hash: string): Promise<AccountSettings> {
    return this.#read(hash);
  }

  async addVariant(hash: string, variant: Variant): Promise<void> {
    const { variants } = this.#read(hash);
    if (variants.some(({ id }) => id === variant.id)) throw alreadyExists();
    if (variants.length >= MAX_VARIANTS)
      throw invalidRequest(`An account can have at most ${MAX_VARIANTS} variants`);
    this.#write(hash, { variants: [...variants, variant] });
  }

  async changeVariant(hash: string, id: string, change: VariantChange): Promise<Variant | undefined> {
    const { variants } = this.#read(hash);
    const existing = variants.find((variant) => variant.id === id);
    if (!existing) return undefined;
    const changed = { ...existing, ...change };
    this.#write(hash, { variants: variants.map((variant) => (variant.id === id ? changed : variant)) });
    return changed;
  }

  async removeVariant(hash: string, id: string): Promise<boolean> {
    const { variants } = this.#read(hash);
    this.#write(hash, { variants: variants.filter((variant) => variant.id !== id) });
    return variants.some((variant) => variant.id === id);
  }

  async changeConfig(hash: string, { browser_ttl, ...change }: ConfigChange): Promise<AccountConfig> {
    const { browser_ttl: previous, ...rest } = this.#read(hash).config;
    const ttl = browser_ttl === undefined ? previous : browser_ttl;
    const config = { ...rest, ...change, ...(ttl === null || ttl === undefined ? {} : { browser_ttl: ttl }) };
    this.#write(hash, { config });
    return config;
  }

  /** Sets some of an account's settings directly. */
  async set(hash: string, settings: Partial<AccountSettings>): Promise<void> {
    this.#write(hash, settings);
  }

  #read(hash: string): AccountSettings {
    return structuredClone(this.byHash.get(hash) ?? DEFAULT_SETTINGS);
  }

  #write(hash: string, settings: Partial<AccountSettings>): void {
    const merged = { ...this.#read(hash), ...settings };
    this.byHash.set(hash, structuredClone({ ...merged, variants: inOrder(merged.variants) }));
  }
}
