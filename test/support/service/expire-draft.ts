import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { imagePk } from '../../../lambdas/adapters/dynamo-keys';
import { accountHash } from '../../../lambdas/core/account';
import { imageKey } from '../../../lambdas/core/keys';
import { openLocalTable } from './local-table';

/**
 * Moves the end of a draft's link to `agoSeconds` ago, as if that time had gone by: links live two minutes at least,
 * and no test waits that long.
 * @throws Error when there is no such draft
 */
export const expireDraft = async (
  dataDir: string,
  accountId: string,
  imageId: string,
  agoSeconds: number,
): Promise<void> => {
  const { client, tableName } = await openLocalTable(dataDir);
  await client.send(
    new UpdateCommand({
      TableName: tableName,
      Key: { pk: imagePk({ accountHash: accountHash(accountId), imageKey: imageKey(imageId) }) },
      UpdateExpression: 'SET expiresAtSeconds = :then',
      ConditionExpression: 'attribute_exists(nonce)',
      ExpressionAttributeValues: { ':then': Math.floor(Date.now() / 1000) - agoSeconds },
    }),
  );
  client.destroy();
};
