import { DeleteCommand, DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { DynamoAccountTokens } from '../../../bin/token/account-tokens';
import { tokensPartition } from '../../../lambdas/adapters/dynamo-keys';
import { toTokenItem } from '../../../lambdas/adapters/dynamo-token-repository';
import type { Token } from '../../../lambdas/core/token';

const dynamo = mockClient(DynamoDBDocumentClient);
const tokens = new DynamoAccountTokens(dynamo as unknown as DynamoDBDocumentClient, 'images');

const token: Token = {
  accountId: 'acme',
  name: 'ci',
  permissions: 'edit',
  created: '2026-03-01T12:00:00.000Z',
};
const [first, second] = ['a'.repeat(64), 'b'.repeat(64)];

beforeEach(() => dynamo.reset());

describe('Tokens of an account', () => {
  test('are listed from every page of the index', async () => {
    dynamo
      .on(QueryCommand, { ExclusiveStartKey: undefined })
      .resolves({ Items: [toTokenItem(token, first)], LastEvaluatedKey: { pk: 'TOKEN#a' } })
      .on(QueryCommand, { ExclusiveStartKey: { pk: 'TOKEN#a' } })
      .resolves({ Items: [toTokenItem({ ...token, name: 'staging' }, second)] });

    const listed = await tokens.list('acme');

    expect(listed).toEqual([
      { ...token, hash: first },
      { ...token, name: 'staging', hash: second },
    ]);
    expect(dynamo.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'images',
      IndexName: 'listing',
      ExpressionAttributeValues: { ':account': tokensPartition('acme') },
    });
  });

  test('are written as the control API reads them, and never over another', async () => {
    dynamo.on(PutCommand).resolves({});

    await tokens.add(token, first);

    expect(dynamo.commandCalls(PutCommand)[0]?.args[0].input).toEqual({
      TableName: 'images',
      Item: toTokenItem(token, first),
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  });

  test('are removed by their hash', async () => {
    dynamo.on(DeleteCommand).resolves({});

    await tokens.remove(first);

    expect(dynamo.commandCalls(DeleteCommand)[0]?.args[0].input).toEqual({
      TableName: 'images',
      Key: { pk: `TOKEN#${first}` },
    });
  });
});
