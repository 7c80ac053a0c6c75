import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { LISTING_INDEX, tokenPk, tokensPartition } from '../../lambdas/adapters/dynamo-keys';
import { fromTokenItem, type TokenItem, toTokenItem } from '../../lambdas/adapters/dynamo-token-repository';
import type { Token } from '../../lambdas/core/token';

/** A token of an account with the hash that it is stored under. */
export interface StoredToken extends Token {
  readonly hash: string;
}

/** The tokens of accounts, as an operator sees them. */
export interface AccountTokens {
  /** Oldest first. */
  list(accountId: string): Promise<StoredToken[]>;
  /** @throws ConditionalCheckFailedException when the hash is taken, which chance does not bring about. */
  add(token: Token, hash: string): Promise<void>;
  remove(hash: string): Promise<void>;
}

/** Tokens in the table of a deployment or of the local service. */
export class DynamoAccountTokens implements AccountTokens {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async list(accountId: string): Promise<StoredToken[]> {
    const tokens: StoredToken[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await this.client.send(
        new QueryCommand({
          TableName: this.tableName,
          IndexName: LISTING_INDEX,
          KeyConditionExpression: 'listPartition = :account',
          ExpressionAttributeValues: { ':account': tokensPartition(accountId) },
          ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
        }),
      );
      for (const item of (page.Items ?? []) as TokenItem[])
        tokens.push({ ...fromTokenItem(item), hash: item.pk.slice(tokenPk('').length) });
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return tokens;
  }

  async add(token: Token, hash: string): Promise<void> {
    await this.client.send(
      new PutCommand({
        TableName: this.tableName,
        Item: toTokenItem(token, hash),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  }

  async remove(hash: string): Promise<void> {
    await this.client.send(new DeleteCommand({ TableName: this.tableName, Key: { pk: tokenPk(hash) } }));
  }
}
