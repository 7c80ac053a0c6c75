import { createHash } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { fromTokenItem, toTokenItem } from '../../lambdas/adapters/dynamo-token-repository';
import { tokenHash } from '../../lambdas/core/token';
import { seedToken } from '../../local/seed-token';

const now = new Date('2026-03-04T05:06:07.891Z');
const seed = { tableName: 'Images', accountId: 'local', apiToken: 'local-token', now };

test('stores exactly what the functions look up, and not the token', async () => {
  const dynamodb = mockClient(DynamoDBClient);
  dynamodb.on(PutItemCommand).resolves({});

  await seedToken(new DynamoDBClient({ region: 'us-east-1' }), seed);

  const [call] = dynamodb.commandCalls(PutItemCommand);
  const { TableName, Item = {} } = call?.args[0].input ?? {};
  const stored = Object.fromEntries(Object.entries(Item).map(([name, value]) => [name, value.S]));
  const token = {
    accountId: 'local',
    name: 'local',
    permissions: 'edit' as const,
    created: now.toISOString(),
  };
  expect(TableName).toBe('Images');
  expect(stored).toEqual(toTokenItem(token, tokenHash('local-token')));
  expect(fromTokenItem(stored as unknown as Parameters<typeof fromTokenItem>[0])).toEqual(token);
  expect(JSON.stringify(Item)).not.toContain('local-token');
  expect(stored['pk']).toBe(`TOKEN#${createHash('sha256').update('local-token').digest('hex')}`);
});
