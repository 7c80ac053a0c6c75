import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { DynamoImageCounter } from '../../../lambdas/adapters/dynamo-image-counter';

const table = mockClient(DynamoDBDocumentClient);
const counter = new DynamoImageCounter(DynamoDBDocumentClient.from(new DynamoDBClient()), 'table');
const unread = { UnprocessedKeys: { table: { Keys: [{ pk: 'left' }] } } };
const read = (images: number) => ({ Responses: { table: [{ images }] } });

beforeEach(() => table.reset());

describe('a count of which DynamoDB leaves parts unread', () => {
  it('asks for the rest again, and adds it', async () => {
    table
      .on(BatchGetCommand)
      .resolvesOnce({ ...read(3), ...unread })
      .resolves(read(4));

    const count = await counter.count('hash');

    expect(count).toBe(7);
    expect(table.commandCalls(BatchGetCommand)[1]?.args[0].input).toEqual({
      RequestItems: unread.UnprocessedKeys,
    });
  });

  it('is refused like other throttling when they stay unread', async () => {
    table.on(BatchGetCommand).resolves(unread);

    await expect(counter.count('hash')).rejects.toMatchObject({ code: 'too-many-requests' });
  });
});
