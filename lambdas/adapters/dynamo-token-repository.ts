import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { TokenRepository } from '../core/ports';
import type { Token } from '../core/token';
import { tokenPk, tokenSort, tokensPartition } from './dynamo-keys';

/** A token in the table: by its hash, and listed beside the account's others. */
export interface TokenItem extends Token {
  readonly pk: string;
  readonly listPartition: string;
  readonly listSort: string;
}

/** A token as it is stored under its hash; the token itself is in no attribute. */
export const toTokenItem = (token: Token, tokenHash: string): TokenItem => ({
  pk: tokenPk(tokenHash),
  ...token,
  listPartition: tokensPartition(token.accountId),
  listSort: tokenSort(token.created, tokenHash),
});

/** A stored item as the domain knows it. */
export const fromTokenItem = (item: TokenItem): Token => {
  const { accountId, name, permissions, created, expiresAtSeconds, parentHash } = item;
  return {
    accountId,
    name,
    permissions,
    created,
    ...(expiresAtSeconds === undefined ? {} : { expiresAtSeconds }),
    ...(parentHash === undefined ? {} : { parentHash }),
  };
};

/** API tokens in the table. */
export class DynamoTokenRepository implements TokenRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  /** Consistent, so that a token works the moment it is created and is refused the moment it is revoked. */
  async find(tokenHash: string): Promise<Token | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.tableName, Key: { pk: tokenPk(tokenHash) }, ConsistentRead: true }),
    );
    return Item && fromTokenItem(Item as TokenItem);
  }
}
