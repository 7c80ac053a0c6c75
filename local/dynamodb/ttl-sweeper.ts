import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableConfig } from './table-config';

type Item = Record<string, AttributeValue>;

/** Pages of one megabyte that one sweep reads at most; the next sweep goes on from there. */
const PAGES_PER_SWEEP = 4;

/**
 * Deletes items whose TTL attribute has passed, which dynalite does not do. Bounded work at a time: AWS itself may
 * take days, so nothing may rely on it being quick.
 */
export class TtlSweeper {
  #position: Item | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<unknown> = Promise.resolve();

  /** `table` must have a TTL attribute. */
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: TableConfig & { readonly ttlAttribute: string },
    private readonly nowSeconds: () => number = () => Math.floor(Date.now() / 1000),
  ) {}

  /** Sweeps every `intervalSeconds` until `stop`; `failed` hears of a sweep that did not work. */
  start(intervalSeconds: number, failed: (error: unknown) => void): void {
    this.#timer = setTimeout(() => {
      this.#sweeping = this.sweep()
        .catch(failed)
        .then(() => this.#timer && this.start(intervalSeconds, failed));
    }, intervalSeconds * 1000);
  }

  /** Waits for a sweep under way. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#sweeping;
  }

  /** One bounded sweep; returns how many items it deleted. */
  async sweep(): Promise<number> {
    let deleted = 0;
    for (let page = 0; page < PAGES_PER_SWEEP; page++) {
      const { items, next } = await this.#expiredItems();
      for (const item of items) deleted += await this.#delete(item);
      this.#position = next;
      if (!next) break;
    }
    return deleted;
  }

  async #expiredItems(): Promise<{ items: Item[]; next: Item | undefined }> {
    const result = await this.client.send(
      new ScanCommand({
        TableName: this.table.name,
        FilterExpression: '#ttl < :now',
        ExpressionAttributeNames: { '#ttl': this.table.ttlAttribute },
        ExpressionAttributeValues: { ':now': { N: String(this.nowSeconds()) } },
        ExclusiveStartKey: this.#position,
      }),
    );
    return { items: result.Items ?? [], next: result.LastEvaluatedKey };
  }

  /** Only while the TTL is what was seen: the item may have been published or minted again meanwhile. */
  async #delete(item: Item): Promise<number> {
    const ttl = item[this.table.ttlAttribute];
    const keyNames = (this.table.create.KeySchema ?? []).map(({ AttributeName }) => AttributeName ?? '');
    try {
      await this.client.send(
        new DeleteItemCommand({
          TableName: this.table.name,
          Key: Object.fromEntries(keyNames.flatMap((name) => (item[name] ? [[name, item[name]]] : []))),
          ConditionExpression: '#ttl = :seen',
          ExpressionAttributeNames: { '#ttl': this.table.ttlAttribute },
          ExpressionAttributeValues: ttl ? { ':seen': ttl } : {},
        }),
      );
      return 1;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 0;
      throw error;
    }
  }
}
