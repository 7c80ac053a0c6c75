import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { ExpiringCache } from '../core/expiring-cache';
import type { Clock, SettingsRepository } from '../core/ports';
import { type AccountConfig, type AccountSettings, DEFAULT_SETTINGS } from '../core/settings';
import type { Variant } from '../core/variant';
import { settingsPk } from './dynamo-keys';

/** An account's settings in the table; what an account never set is absent. */
export interface SettingsItem {
  readonly pk: string;
  /** By variant id. */
  readonly variants?: Readonly<Record<string, Omit<Variant, 'id'>>>;
  readonly config?: AccountConfig;
}

/** `public` first, because clients take `variants[0]` (contract 4.2), then by name: a map has no order of its own. */
const byName = (a: Variant, b: Variant): number => {
  if (a.id === 'public' || b.id === 'public') return a.id === 'public' ? -1 : 1;
  return a.id < b.id ? -1 : 1;
};

const fromItem = ({ variants, config }: Partial<SettingsItem>): AccountSettings => ({
  variants: variants
    ? Object.entries(variants)
        .map(([id, variant]) => ({ id, ...variant }))
        .sort(byName)
    : DEFAULT_SETTINGS.variants,
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
  readonly #cache: ExpiringCache<AccountSettings> | undefined;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
    { cacheSeconds = 0, clock = () => new Date() }: SettingsOptions = {},
  ) {
    if (cacheSeconds > 0)
      this.#cache = new ExpiringCache({ lifetimeSeconds: cacheSeconds, maxEntries: MAX_CACHED, clock });
  }

  async get(accountHash: string): Promise<AccountSettings> {
    const cached = this.#cache?.get(accountHash);
    if (cached) return cached;
    const { Item } = await this.client.send(
      new GetCommand({
        TableName: this.tableName,
        Key: { pk: settingsPk(accountHash) },
        ConsistentRead: true,
      }),
    );
    const settings = fromItem(Item ?? {});
    this.#cache?.set(accountHash, settings);
    return settings;
  }
}
