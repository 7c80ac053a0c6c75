import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { ratePk } from '../../../lambdas/adapters/dynamo-keys';
import { DynamoRequestCounter } from '../../../lambdas/adapters/dynamo-request-counter';
import { useDynalite } from '../../support/dynalite/use-dynalite';

const server = useDynalite();

const setUp = async () => {
  const { client, tableName } = await server.createTable();
  return { client, tableName, counter: new DynamoRequestCounter(client, tableName) };
};

const WINDOW = { startsAtSeconds: 600, endsAtSeconds: 900 };

describe('requests counted in DynamoDB', () => {
  it('are each counted once, however many come at the same time', async () => {
    const { counter } = await setUp();

    const counts = await Promise.all(Array.from({ length: 20 }, () => counter.count('hash', WINDOW)));

    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('are counted apart for each token and each window', async () => {
    const { counter } = await setUp();
    await counter.count('hash', WINDOW);

    await expect(counter.count('other', WINDOW)).resolves.toBe(1);
    await expect(counter.count('hash', { startsAtSeconds: 900, endsAtSeconds: 1200 })).resolves.toBe(1);
    await expect(counter.count('hash', WINDOW)).resolves.toBe(2);
  });

  it('are forgotten after their window', async () => {
    const { client, tableName, counter } = await setUp();

    await counter.count('hash', WINDOW);

    const Key = { pk: ratePk('hash', 600) };
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key }));
    expect(Item).toMatchObject({ ttl: 900, requests: 1 });
  });
});
