import { isDeepStrictEqual } from 'node:util';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SigningKey, SigningKeyRepository } from '../core/signing-keys';
import { conditionally } from './dynamo-conditional-write';
import { signingKeysPk } from './dynamo-keys';
import { untilAnswered } from './until-answered';

/** One account's keys, and how often they were changed: DynamoDB cannot ask for a name inside a list. */
interface SigningKeysItem {
  readonly keys?: readonly SigningKey[];
  readonly version?: number;
}

/**
 * The signing keys of an account in one item, changed only as they were read. Not in the item of the account's settings,
 * which functions read that must not see these secrets.
 */
export class DynamoSigningKeyRepository implements SigningKeyRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async list(hash: string): Promise<readonly SigningKey[]> {
    return (await this.#get(hash)).keys ?? [];
  }

  async change(
    hash: string,
    change: (keys: readonly SigningKey[]) => readonly SigningKey[],
  ): Promise<readonly SigningKey[]> {
    return await untilAnswered('Signing keys', async () => {
      const { keys = [], version = 0 } = await this.#get(hash);
      const changed = change(keys);
      if (changed === keys) return keys;
      const write = await this.#replace(hash, changed, version);
      if (write.holds) return changed;
      const current = write.wasSentBefore ? await this.#get(hash) : {};
      return current.version === version + 1 && isDeepStrictEqual(current.keys, changed)
        ? changed
        : undefined;
    });
  }

  async #get(hash: string): Promise<SigningKeysItem> {
    const Key = { pk: signingKeysPk(hash) };
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.tableName, Key, ConsistentRead: true }),
    );
    return Item ?? {};
  }

  /** Replaces the keys if they are still those of the version. */
  #replace(hash: string, keys: readonly SigningKey[], version: number) {
    const isFirst = version === 0;
    const command = new UpdateCommand({
      TableName: this.tableName,
      Key: { pk: signingKeysPk(hash) },
      UpdateExpression: 'SET #keys = :keys, #version = :next',
      ConditionExpression: isFirst ? 'attribute_not_exists(#version)' : '#version = :version',
      ExpressionAttributeNames: { '#keys': 'keys', '#version': 'version' },
      ExpressionAttributeValues: {
        ':keys': keys,
        ':next': version + 1,
        ...(isFirst ? {} : { ':version': version }),
      },
    });
    return conditionally(() => this.client.send(command));
  }
}
