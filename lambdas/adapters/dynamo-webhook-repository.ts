import {
  type DynamoDBDocumentClient,
  GetCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { invalidRequest } from '../core/errors';
import {
  MAX_WEBHOOKS,
  secretNeeded,
  type Webhook,
  type WebhookAttempt,
  type WebhookChange,
  type WebhookRepository,
} from '../core/webhooks/webhook';
import { type Conditional, conditionally } from './dynamo-conditional-write';
import { webhooksPk } from './dynamo-keys';

/** The destinations of one account, by id. */
interface WebhooksItem {
  readonly webhooks?: Readonly<Record<string, Omit<Webhook, 'id'>>>;
}

type Update = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/**
 * The destinations of an account in one item, changed by conditional updates of single paths: one read gives all of
 * them, and callers at once never overwrite each other. Not in the item of the account's settings, which functions read
 * that must not see these secrets.
 */
export class DynamoWebhookRepository implements WebhookRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async list(hash: string): Promise<readonly Webhook[]> {
    const Key = { pk: webhooksPk(hash) };
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.tableName, Key, ConsistentRead: true }),
    );
    const { webhooks = {} }: WebhooksItem = Item ?? {};
    return Object.entries(webhooks)
      .map(([id, webhook]) => ({ id, ...webhook }))
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
  }

  /** A path inside a map needs the map, which the first write makes. */
  async add(hash: string, { id, ...webhook }: Webhook): Promise<void> {
    await this.#update(hash, {
      UpdateExpression: 'SET #webhooks = if_not_exists(#webhooks, :none)',
      ExpressionAttributeNames: { '#webhooks': 'webhooks' },
      ExpressionAttributeValues: { ':none': {} },
    });
    const { holds } = await this.#update(hash, {
      UpdateExpression: 'SET #webhooks.#id = :webhook',
      // A write that is sent again because its answer was lost finds its own result, the last one that there is room for.
      ConditionExpression: 'size(#webhooks) < :max OR attribute_exists(#webhooks.#id)',
      ExpressionAttributeNames: { '#webhooks': 'webhooks', '#id': id },
      ExpressionAttributeValues: { ':webhook': webhook, ':max': MAX_WEBHOOKS },
    });
    if (!holds) throw invalidRequest(`An account can have at most ${MAX_WEBHOOKS} webhooks`);
  }

  /**
   * Holds a secret to the URL that it was given for, in the condition of the write itself, so that no other edit comes
   * between. Not to the URL's host: at hosted receivers another path is another customer.
   */
  async change(hash: string, id: string, { name, url, secret }: WebhookChange): Promise<boolean> {
    const sets = { name, url, ...(secret ? { secret } : {}) };
    const removes = secret === null ? ['secret'] : [];
    const path = (field: string) => `#webhooks.#id.#${field}`;
    const { holds } = await this.#updateExisting(
      hash,
      id,
      {
        UpdateExpression: [
          `SET ${Object.keys(sets)
            .map((field) => `${path(field)} = :${field}`)
            .join(', ')}`,
          ...removes.map((field) => `REMOVE ${path(field)}`),
        ].join(' '),
        ExpressionAttributeNames: { '#name': 'name', '#url': 'url', '#secret': 'secret' },
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(sets).map(([field, value]) => [`:${field}`, value]),
        ),
      },
      secret === undefined ? ` AND (attribute_not_exists(${path('secret')}) OR ${path('url')} = :url)` : '',
    );
    if (!holds && (await this.list(hash)).some((webhook) => webhook.id === id)) throw secretNeeded();
    return holds;
  }

  async remove(hash: string, id: string): Promise<boolean> {
    const write = await this.#updateExisting(hash, id, { UpdateExpression: 'REMOVE #webhooks.#id' });
    return write.holds || write.wasSentBefore;
  }

  /** Deliveries end in any order; the latest counts. */
  async recordAttempt(hash: string, id: string, { succeeded, at }: WebhookAttempt): Promise<void> {
    await this.#updateExisting(
      hash,
      id,
      {
        UpdateExpression: 'SET #webhooks.#id.#last = :at',
        ExpressionAttributeNames: { '#last': succeeded ? 'lastSuccess' : 'lastFailure' },
        ExpressionAttributeValues: { ':at': at.toISOString() },
      },
      ' AND (attribute_not_exists(#webhooks.#id.#last) OR #webhooks.#id.#last < :at)',
    );
  }

  /** Does nothing when there is none of that id, or the further condition does not hold. */
  #updateExisting(
    hash: string,
    id: string,
    update: Update,
    furtherCondition = '',
  ): Promise<Conditional<object>> {
    return this.#update(hash, {
      ...update,
      ConditionExpression: `attribute_exists(#webhooks.#id)${furtherCondition}`,
      ExpressionAttributeNames: { '#webhooks': 'webhooks', '#id': id, ...update.ExpressionAttributeNames },
    });
  }

  #update(hash: string, update: Update): Promise<Conditional<object>> {
    const Key = { pk: webhooksPk(hash) };
    const command = new UpdateCommand({ TableName: this.tableName, Key, ...update });
    return conditionally(() => this.client.send(command));
  }
}
