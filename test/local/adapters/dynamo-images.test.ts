import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoImageIndex } from '../../../lambdas/adapters/dynamo-image-index';
import { DynamoImageRepository } from '../../../lambdas/adapters/dynamo-image-repository';
import { creatorPartition, imagePk } from '../../../lambdas/adapters/dynamo-keys';
import type { Draft } from '../../../lambdas/core/image';
import { refOf } from '../../../lambdas/core/keys';
import { useDynalite } from '../../support/dynalite/use-dynalite';
import { ACCOUNT, draftOf, publishedOf } from '../../support/image-fixtures';
import { describeImageIndex } from '../../support/ports/image-index-behaviour';
import { describeImageRepository } from '../../support/ports/image-repository-behaviour';

const server = useDynalite();

const setCreatorIn =
  (client: DynamoDBDocumentClient, TableName: string) =>
  async (draft: Draft, creator: string | undefined) => {
    await client.send(
      new UpdateCommand({
        TableName,
        Key: { pk: imagePk(refOf(draft)) },
        ...(creator === undefined
          ? { UpdateExpression: 'REMOVE creator' }
          : {
              UpdateExpression: 'SET creator = :creator',
              ExpressionAttributeValues: { ':creator': creator },
            }),
      }),
    );
  };

const setUp = async () => {
  const { client, tableName } = await server.createTable();
  const images = new DynamoImageRepository(client, tableName);
  const index = new DynamoImageIndex(client, tableName);
  const item = async (draft: Draft) =>
    (await client.send(new GetCommand({ TableName: tableName, Key: { pk: imagePk(refOf(draft)) } }))).Item;
  return { images, index, item, setCreator: setCreatorIn(client, tableName) };
};

describe('images in DynamoDB', () => {
  describeImageRepository(setUp);
  describeImageIndex(setUp);

  it('are swept only as drafts: publishing removes the TTL and everything else of the draft', async () => {
    const { images, item } = await setUp();
    const draft = draftOf({ meta: { a: 1 } });
    await images.createDraft(draft);
    expect(await item(draft)).toMatchObject({ meta: '{"a":1}', ttl: expect.any(Number) });
    expect(await item(draft)).not.toHaveProperty('listPartition');

    await images.publish(draft, publishedOf(draft));

    expect(Object.keys((await item(draft)) ?? {}).sort()).toEqual(
      [
        ...['pk', 'accountId', 'id', 'uploaded', 'requireSignedURLs', 'meta'],
        ...['filename', 'file', 'objectKey', 'listPartition', 'listSort', 'creatorPartition'],
      ].sort(),
    );
  });

  it('keep what was edited on the draft while its upload was checked', async () => {
    const { images, item, setCreator } = await setUp();
    const draft = draftOf({ creator: 'old', meta: { a: 1 } });
    await images.createDraft(draft);
    await setCreator(draft, 'new');

    await images.publish(draft, publishedOf(draft, { meta: { stale: true }, requireSignedURLs: true }));

    expect(await item(draft)).toMatchObject({
      meta: '{"a":1}',
      requireSignedURLs: false,
      creator: 'new',
      creatorPartition: creatorPartition(ACCOUNT, 'new'),
    });
  });

  it('are listed under the creator they have in the end', async () => {
    const { images, index, setCreator } = await setUp();
    const draft = draftOf({ creator: 'old' });
    await images.createDraft(draft);
    await setCreator(draft, 'new');
    await images.publish(draft, publishedOf(draft));
    const count = async (creator: string) =>
      (await index.page({ accountId: ACCOUNT, limit: 10, order: 'asc', creator })).images.length;

    await expect(count('new')).resolves.toBe(1);
    await expect(count('old')).resolves.toBe(0);
  });
});
