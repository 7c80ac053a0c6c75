import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoBatchTokens } from '../../../lambdas/adapters/dynamo-batch-tokens';
import { LISTING_INDEX, tokenPk, tokensPartition } from '../../../lambdas/adapters/dynamo-keys';
import { DynamoTokenRepository } from '../../../lambdas/adapters/dynamo-token-repository';
import { tokenHash } from '../../../lambdas/core/token';
import { useDynalite } from '../../support/dynalite/use-dynalite';
import { ACCOUNT, NOW, NOW_SECONDS } from '../../support/image-fixtures';

const server = useDynalite();

const TOKEN = {
  accountId: ACCOUNT,
  name: 'batch token of ci',
  permissions: 'edit',
  created: NOW.toISOString(),
  expiresAtSeconds: NOW_SECONDS + 3600,
  parentHash: tokenHash('parent'),
} as const;

const setUp = async () => {
  const { client, tableName } = await server.createTable();
  return { client, tableName, batchTokens: new DynamoBatchTokens(client, tableName) };
};

describe('batch tokens in DynamoDB', () => {
  it('are found like every other token', async () => {
    const { client, tableName, batchTokens } = await setUp();

    await batchTokens.add(TOKEN, tokenHash('secret'));

    const tokens = new DynamoTokenRepository(client, tableName);
    await expect(tokens.find(tokenHash('secret'))).resolves.toEqual(TOKEN);
  });

  it('go by themselves when they have expired, and are in no list', async () => {
    const { client, tableName, batchTokens } = await setUp();

    await batchTokens.add(TOKEN, tokenHash('secret'));

    const Key = { pk: tokenPk(tokenHash('secret')) };
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key }));
    const { Items } = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: LISTING_INDEX,
        KeyConditionExpression: 'listPartition = :account',
        ExpressionAttributeValues: { ':account': tokensPartition(ACCOUNT) },
      }),
    );
    expect(Item?.['ttl']).toBe(TOKEN.expiresAtSeconds);
    expect(Items).toEqual([]);
  });

  it('may be written again when the answer was lost', async () => {
    const { batchTokens } = await setUp();
    await batchTokens.add(TOKEN, tokenHash('secret'));

    await expect(batchTokens.add(TOKEN, tokenHash('secret'))).resolves.toBeUndefined();
  });
});
