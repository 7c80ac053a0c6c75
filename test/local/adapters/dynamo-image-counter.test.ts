import { DynamoImageCounter } from '../../../lambdas/adapters/dynamo-image-counter';
import { DynamoImageRepository } from '../../../lambdas/adapters/dynamo-image-repository';
import { accountHash } from '../../../lambdas/core/account';
import { refOf } from '../../../lambdas/core/keys';
import { useDynalite } from '../../support/dynalite/use-dynalite';
import { ACCOUNT, draftOf, publishedOf } from '../../support/image-fixtures';

const server = useDynalite();

const setUp = async () => {
  const { client, tableName } = await server.createTable();
  const images = new DynamoImageRepository(client, tableName);
  const counter = new DynamoImageCounter(client, tableName);
  const count = (account = ACCOUNT) => counter.count(accountHash(account));
  const mint = async (id: string, accountId = ACCOUNT) => {
    const draft = draftOf({ id, accountId });
    await images.createDraft(draft);
    return draft;
  };
  const publish = async (id: string, accountId = ACCOUNT) => {
    const draft = await mint(id, accountId);
    await images.publish(draft, publishedOf(draft));
    return draft;
  };
  return { images, count, mint, publish };
};

describe('the count of images in DynamoDB', () => {
  it('is zero for an account without images, and takes no draft in', async () => {
    const { count, mint } = await setUp();
    await mint('draft');

    expect(await count()).toBe(0);
  });

  it('follows publishing and deleting, for each account apart', async () => {
    const { images, count, publish } = await setUp();
    const drafts = [];
    for (let i = 0; i < 20; i += 1) drafts.push(await publish(`i${i}`));
    await publish('theirs', 'account-2');

    for (const draft of drafts.slice(0, 5)) await images.delete(refOf(draft));

    expect(await count()).toBe(15);
    expect(await count('account-2')).toBe(1);
  });

  it('counts an image once, however often its publishing is tried again', async () => {
    const { images, count, publish } = await setUp();
    const draft = await publish('cat');

    await images.publish(draft, publishedOf(draft));
    await images.publish(draft, publishedOf(draft, { objectKey: 'other' }));

    expect(await count()).toBe(1);
  });

  it('takes an image off once when many delete it at the same moment', async () => {
    const { images, count, publish } = await setUp();
    const draft = await publish('cat');
    await publish('dog');

    const deleted = await Promise.all(Array.from({ length: 8 }, () => images.delete(refOf(draft))));

    expect(deleted.filter((image) => image !== undefined)).toHaveLength(1);
    expect(await count()).toBe(1);
  });

  it('is not touched when a draft is deleted', async () => {
    const { images, count, mint, publish } = await setUp();
    await publish('cat');
    const draft = await mint('draft');

    await images.delete(refOf(draft));

    expect(await count()).toBe(1);
  });

  it('is right after many uploads race on each of many drafts', async () => {
    const { images, count, mint } = await setUp();
    const drafts = await Promise.all(Array.from({ length: 12 }, (_, i) => mint(`i${i}`)));

    await Promise.all(
      drafts.flatMap((draft) =>
        ['a', 'b', 'c'].map((objectKey) => images.publish(draft, publishedOf(draft, { objectKey }))),
      ),
    );

    expect(await count()).toBe(12);
  });
});
