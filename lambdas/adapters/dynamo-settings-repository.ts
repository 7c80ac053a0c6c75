import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock, SettingsRepository } from '../core/ports';
import {
  type AccountConfig,
  type AccountSettings,
  DEFAULT_SETTINGS,
  type SigningKey,
} from '../core/settings';
import type { Variant } from '../core/variant';
import { settingsPk } from './dynamo-keys';

/** An account's settings in the table; what an account never set is absent. */
export interface SettingsItem {
  readonly pk: string;
  /** By variant id. */
  readonly variants?: Readonly<Record<string, Omit<Variant, 'id'>>>;
  readonly keys?: readonly SigningKey[];
  readonly config?: AccountConfig;
}

/** `public` first, because clients take `variants[0]` (contract 4.2), then by name: a map has no order of its own. */
const byName = (a: Variant, b: Variant): number => {
  if (a.id === 'public' || b.id === 'public') return a.id === 'public' ? -1 : 1;
  return a.id < b.id ? -1 : 1;
};

const fromItem = ({ variants, keys, config }: Partial<SettingsItem>): AccountSettings => ({
  variants: variants
    ? Object.entries(variants)
        .map(([id, variant]) => ({ id, ...variant }))
        .sort(byName)
    : DEFAULT_SETTINGS.variants,
  keys: keys ?? DEFAULT_SETTINGS.keys,
  config: config ?? DEFAULT_SETTINGS.config,
});

/** How settings are read. */
export interface SettingsOptions {
  /** Seconds that settings are kept in memory; 0 reads the table each time. @default 0 */
  readonly cacheSeconds?: number;
  /** @default the system's */
  readonly clock?: Clock;
}

/** Accounts that are kept in memory at most. */
const MAX_CACHED = 1000;

/** Account settings in the table. */
export class DynamoSettingsRepository implements SettingsRepository {
  readonly #cache = new Map<string, { settings: AccountSettings; untilMs: number }>();
  readonly #cacheMs: number;
  readonly #clock: Clock;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
    { cacheSeconds = 0, clock = () => new Date() }: SettingsOptions = {},
  ) {
    this.#cacheMs = cacheSeconds * 1000;
    this.#clock = clock;
  }

  async get(accountHash: string): Promise<AccountSettings> {
    const nowMs = this.#clock().getTime();
    const cached = this.#cache.get(accountHash);
    if (cached && nowMs < cached.untilMs) return cached.settings;
    const { Item } = await this.client.send(
      new GetCommand({
        TableName: this.tableName,
        Key: { pk: settingsPk(accountHash) },
        ConsistentRead: true,
      }),
    );
    const settings = fromItem(Item ?? {});
    if (this.#cacheMs > 0) this.#keep(accountHash, settings, nowMs);
    return settings;
  }

  #keep(accountHash: string, settings: AccountSettings, nowMs: number): void {
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear();
    this.#cache.set(accountHash, { settings, untilMs: nowMs + this.#cacheMs });
  }
}
