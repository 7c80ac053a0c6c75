import { randomBytes } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CursorSecret } from '../core/ports';
import { CURSOR_SECRET_PK } from './dynamo-keys';

const BYTES = 32;

/**
 * The deployment's key for continuation tokens, kept in the table because a list is read there anyway: no further
 * service, permission or deployment step. Made on first use; `if_not_exists` decides between two that make it at once.
 * The function may update this one item only (a condition on the leading key in its role).
 */
export class DynamoCursorSecret implements CursorSecret {
  #secret: Promise<Buffer> | undefined;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  get(): Promise<Buffer> {
    this.#secret ??= this.#load().catch((error: unknown) => {
      this.#secret = undefined;
      throw error;
    });
    return this.#secret;
  }

  async #load(): Promise<Buffer> {
    const key = { TableName: this.tableName, Key: { pk: CURSOR_SECRET_PK } };
    const { Item } = await this.client.send(new GetCommand({ ...key, ConsistentRead: true }));
    return Buffer.from(String(Item?.['secret'] ?? (await this.#create(key))), 'base64url');
  }

  async #create(key: { TableName: string; Key: { pk: string } }): Promise<unknown> {
    const { Attributes } = await this.client.send(
      new UpdateCommand({
        ...key,
        UpdateExpression: 'SET secret = if_not_exists(secret, :fresh)',
        ExpressionAttributeValues: { ':fresh': randomBytes(BYTES).toString('base64url') },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes?.['secret'];
  }
}
