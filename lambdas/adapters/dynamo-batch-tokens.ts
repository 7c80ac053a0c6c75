import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { BatchTokens } from '../core/ports';
import type { Token } from '../core/token';
import { tokenPk } from './dynamo-keys';

/**
 * Batch tokens beside the others, found in the same way. Without list keys: the lists of an account's tokens are for
 * those that somebody made by hand and may want to revoke. TTL sweeps them.
 */
export class DynamoBatchTokens implements BatchTokens {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async add(token: Token & { readonly expiresAtSeconds: number }, tokenHash: string): Promise<void> {
    await this.client.send(
      new PutCommand({
        TableName: this.tableName,
        Item: { pk: tokenPk(tokenHash), ...token, ttl: token.expiresAtSeconds },
      }),
    );
  }
}
