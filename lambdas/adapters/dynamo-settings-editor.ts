import { isDeepStrictEqual } from 'node:util';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { alreadyExists, invalidRequest } from '../core/errors';
import { type AccountConfig, DEFAULT_SETTINGS } from '../core/settings';
import {
  type ConfigChange,
  MAX_VARIANTS,
  type SettingsEditor,
  type VariantChange,
} from '../core/settings-editor';
import type { Variant } from '../core/variant';
import { type Conditional, conditionally } from './dynamo-conditional-write';
import { settingsPk } from './dynamo-keys';
import type { SettingsItem } from './dynamo-settings-repository';
import { untilAnswered } from './until-answered';

const DEFAULT_VARIANT_MAP = Object.fromEntries(
  DEFAULT_SETTINGS.variants.map(({ id, ...variant }) => [id, variant]),
);

type Update = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/**
 * Account settings in one item, changed by conditional updates of single paths, so that callers at once never
 * overwrite each other. A path inside a map needs the map: a change that finds none stores the defaults and starts over.
 */
export class DynamoSettingsEditor implements SettingsEditor {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async addVariant(hash: string, { id, ...variant }: Variant): Promise<void> {
    await untilAnswered('Account settings', async () => {
      const write = await this.#update(hash, {
        UpdateExpression: 'SET #variants.#id = :variant',
        ConditionExpression:
          'attribute_exists(#variants) AND attribute_not_exists(#variants.#id) AND size(#variants) < :max',
        ExpressionAttributeNames: { '#variants': 'variants', '#id': id },
        ExpressionAttributeValues: { ':variant': variant, ':max': MAX_VARIANTS },
      });
      if (write.holds) return true;
      const { variants } = await this.#get(hash);
      if (!variants) await this.#storeDefault(hash, 'variants', DEFAULT_VARIANT_MAP);
      else if (write.wasSentBefore && isDeepStrictEqual(variants[id], variant)) return true;
      else if (Object.hasOwn(variants, id)) throw alreadyExists();
      else if (Object.keys(variants).length >= MAX_VARIANTS) {
        throw invalidRequest(`An account can have at most ${MAX_VARIANTS} variants`);
      }
      return undefined;
    });
  }

  async changeVariant(hash: string, id: string, change: VariantChange): Promise<Variant | undefined> {
    const { options, neverRequireSignedURLs } = change;
    const flag = neverRequireSignedURLs !== undefined;
    const write = await this.#updateVariant(hash, id, {
      UpdateExpression: `SET #variants.#id.#options = :options${flag ? ', #variants.#id.#never = :never' : ''}`,
      ExpressionAttributeNames: {
        '#variants': 'variants',
        '#id': id,
        '#options': 'options',
        ...(flag ? { '#never': 'neverRequireSignedURLs' } : {}),
      },
      ExpressionAttributeValues: {
        ':options': options,
        ...(flag ? { ':never': neverRequireSignedURLs } : {}),
      },
    });
    const variant = write.holds ? write.result.variants?.[id] : undefined;
    return variant && { id, ...variant };
  }

  async removeVariant(hash: string, id: string): Promise<boolean> {
    const write = await this.#updateVariant(hash, id, {
      UpdateExpression: 'REMOVE #variants.#id',
      ExpressionAttributeNames: { '#variants': 'variants', '#id': id },
    });
    return write.holds || write.wasSentBefore;
  }

  async changeConfig(hash: string, { flexible_variants, browser_ttl }: ConfigChange): Promise<AccountConfig> {
    const set = Object.entries({ flexible_variants, browser_ttl: browser_ttl ?? undefined }).filter(
      ([, value]) => value !== undefined,
    );
    const sets = set.map(([name]) => `#config.#${name} = :${name}`).join(', ');
    const removes = browser_ttl === null ? '#config.#browser_ttl' : '';
    if (sets === '' && removes === '') return (await this.#get(hash)).config ?? DEFAULT_SETTINGS.config;
    const names = [...set.map(([name]) => name), ...(removes === '' ? [] : ['browser_ttl'])];
    return await untilAnswered('Account settings', async () => {
      const write = await this.#update(hash, {
        UpdateExpression: [sets && `SET ${sets}`, removes && `REMOVE ${removes}`].filter(Boolean).join(' '),
        ConditionExpression: 'attribute_exists(#config)',
        ExpressionAttributeNames: {
          '#config': 'config',
          ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
        },
        ...(set.length > 0
          ? { ExpressionAttributeValues: Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])) }
          : {}),
      });
      if (write.holds) return write.result.config;
      await this.#storeDefault(hash, 'config', DEFAULT_SETTINGS.config);
      return undefined;
    });
  }

  /** Changes a variant that exists, also one of the defaults, which may not be stored yet. */
  async #updateVariant(
    hash: string,
    id: string,
    update: Update,
  ): Promise<Conditional<Partial<SettingsItem>>> {
    return await untilAnswered('Account settings', async () => {
      const write = await this.#update(hash, {
        ...update,
        ConditionExpression: 'attribute_exists(#variants.#id)',
      });
      if (write.holds) return write;
      const { variants } = await this.#get(hash);
      if (variants) return Object.hasOwn(variants, id) ? undefined : write;
      if (!Object.hasOwn(DEFAULT_VARIANT_MAP, id)) return write;
      await this.#storeDefault(hash, 'variants', DEFAULT_VARIANT_MAP);
      return undefined;
    });
  }

  async #storeDefault(hash: string, attribute: 'variants' | 'config', value: unknown): Promise<void> {
    await this.#update(hash, {
      UpdateExpression: 'SET #attribute = if_not_exists(#attribute, :value)',
      ExpressionAttributeNames: { '#attribute': attribute },
      ExpressionAttributeValues: { ':value': value },
    });
  }

  async #get(hash: string): Promise<Partial<SettingsItem>> {
    const Key = { pk: settingsPk(hash) };
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.tableName, Key, ConsistentRead: true }),
    );
    return Item ?? {};
  }

  /** Gives the item afterwards. */
  #update(hash: string, update: Update): Promise<Conditional<Partial<SettingsItem>>> {
    const Key = { pk: settingsPk(hash) };
    const command = new UpdateCommand({ TableName: this.tableName, Key, ReturnValues: 'ALL_NEW', ...update });
    return conditionally(async () => (await this.client.send(command)).Attributes ?? {});
  }
}
