import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { toTokenItem } from '../../../lambdas/adapters/dynamo-token-repository';
import { type Permission, tokenHash } from '../../../lambdas/core/token';
import { openLocalTable } from './local-table';

/** A token to make, for any account. */
export interface NewToken {
  readonly token: string;
  readonly accountId: string;
  readonly permissions: Permission;
}

/** Makes a token that the service on this data directory accepts. */
export const createToken = async (
  dataDir: string,
  { token, accountId, permissions }: NewToken,
): Promise<void> => {
  const { client, tableName } = await openLocalTable(dataDir);
  const record = { accountId, name: 'suite', permissions, created: new Date().toISOString() };
  await client.send(new PutCommand({ TableName: tableName, Item: toTokenItem(record, tokenHash(token)) }));
  client.destroy();
};
