import { createHash } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';

/** The token that the service offers to whoever starts it. */
export interface SeedToken {
  readonly tableName: string;
  readonly accountId: string;
  readonly apiToken: string;
  readonly now: Date;
}

const sha256 = (text: string, encoding: 'hex' | 'base64url') =>
  createHash('sha256').update(text, 'utf8').digest(encoding);

/**
 * Stores the local token as `npm run token` would: under its hash, with all permissions (docs/architecture.md,
 * "Data"). A token that is there already stays as it is.
 */
export const seedToken = async (client: DynamoDBClient, seed: SeedToken): Promise<void> => {
  const hash = sha256(seed.apiToken, 'hex');
  const created = seed.now.toISOString();
  const accountHash = sha256(seed.accountId, 'base64url').slice(0, 22);
  const item = {
    pk: `TOKEN#${hash}`,
    accountId: seed.accountId,
    name: 'local',
    permissions: 'edit',
    created,
    listPartition: `TOKENS#${accountHash}`,
    listSort: `${created}#${hash}`,
  };
  try {
    await client.send(
      new PutItemCommand({
        TableName: seed.tableName,
        Item: Object.fromEntries(Object.entries(item).map(([name, value]) => [name, { S: value }])),
        ConditionExpression: 'attribute_not_exists(pk) OR accountId <> :account',
        ExpressionAttributeValues: { ':account': { S: seed.accountId } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
};
