import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { DynamoImageIndex } from '../../../lambdas/adapters/dynamo-image-index';
import { publishedAttributes, toDraftItem } from '../../../lambdas/adapters/dynamo-image-item';
import { imagePk } from '../../../lambdas/adapters/dynamo-keys';
import { refOf } from '../../../lambdas/core/keys';
import { listPosition } from '../../../lambdas/core/list-position';
import { ACCOUNT, draftOf, publishedOf } from '../../support/image-fixtures';

const dynamo = mockClient(DynamoDBDocumentClient);
const index = new DynamoImageIndex(dynamo as unknown as DynamoDBDocumentClient, 'table');

const itemOf = (id: string) => {
  const image = publishedOf(draftOf({ id }));
  const { accountId, uploaded, requireSignedURLs } = image;
  return {
    pk: imagePk(refOf(image)),
    accountId,
    id,
    uploaded,
    requireSignedURLs,
    ...publishedAttributes(image, undefined),
  };
};

const page = (limit: number, startAfter?: string) =>
  index.page({ accountId: ACCOUNT, limit, order: 'desc', ...(startAfter ? { startAfter } : {}) });

beforeEach(() => {
  dynamo.reset();
});

describe('a page of the index in DynamoDB', () => {
  it('is filled by as many queries as it takes, because each reads at most 1 MB', async () => {
    dynamo
      .on(QueryCommand)
      .resolvesOnce({ Items: [itemOf('a')], LastEvaluatedKey: { pk: '1' } })
      .resolvesOnce({ Items: [], LastEvaluatedKey: { pk: '2' } })
      .resolvesOnce({ Items: [itemOf('b'), itemOf('c')], LastEvaluatedKey: { pk: '3' } });

    const { images, nextPosition } = await page(3);

    expect(images.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(nextPosition).toBe(listPosition(draftOf({ id: 'c' })));
    const inputs = dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(inputs.map(({ Limit }) => Limit)).toEqual([3, 2, 2]);
    expect(inputs.map(({ ExclusiveStartKey }) => ExclusiveStartKey)).toEqual([
      undefined,
      { pk: '1' },
      { pk: '2' },
    ]);
  });

  it('is found without reading what comes before it, by as many queries as it takes', async () => {
    dynamo
      .on(QueryCommand)
      .resolvesOnce({ Count: 1200, LastEvaluatedKey: { listSort: '1' } })
      .resolvesOnce({ Count: 800, LastEvaluatedKey: { listSort: '2' } });

    const position = await index.positionAfter({ accountId: ACCOUNT, limit: 2000, order: 'desc' });

    expect(position).toBe('2');
    const inputs = dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(inputs).toMatchObject([
      { Select: 'COUNT', Limit: 2000 },
      { Select: 'COUNT', Limit: 800, ExclusiveStartKey: { listSort: '1' } },
    ]);
  });

  it('is the last when the index has no more', async () => {
    dynamo.on(QueryCommand).resolves({});

    await expect(page(3)).resolves.toEqual({ images: [] });
  });

  it('leads nowhere outside the account, whatever the position says', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [] });
    const position = listPosition(draftOf({ id: 'of another account', accountId: 'account-2' }));

    await page(3, position);

    const { ExclusiveStartKey, ExpressionAttributeValues } =
      dynamo.commandCalls(QueryCommand)[0]?.args[0].input ?? {};
    expect(ExclusiveStartKey).toEqual({
      pk: imagePk(refOf({ accountId: ACCOUNT, id: 'of another account' })),
      listPartition: ExpressionAttributeValues?.[':partition'],
      listSort: position,
    });
  });

  it('skips a record that is a draft, should one ever have list keys', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [toDraftItem(draftOf()), itemOf('a')] });

    await expect(page(3)).resolves.toMatchObject({ images: [{ id: 'a' }] });
  });
});
