import { getImage } from '../../../lambdas/core/get-image';
import { refOf, stagingKey } from '../../../lambdas/core/keys';
import { ACCOUNT, draftOf, publishedOf, secondsLater } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';

const draft = draftOf();

const setUp = async (now: Date, waiting: readonly string[] = []) => {
  const images = new InMemoryImages();
  await images.createDraft(draft);
  const asked: string[] = [];
  const exists = async (key: string) => {
    asked.push(key);
    return waiting.includes(key);
  };
  const get = (accountId = ACCOUNT, id = draft.id) =>
    getImage(accountId, id, { images, staged: { exists }, clock: () => now });
  return { images, asked, get };
};

const KEY = stagingKey(ACCOUNT, draft.id, draft.nonce);

describe('getting an image', () => {
  it('finds a draft until the second of its expiry, without looking at the bucket', async () => {
    const { get, asked } = await setUp(new Date(draft.expiresAtSeconds * 1000 - 1));

    await expect(get()).resolves.toEqual(draft);
    expect(asked).toEqual([]);
  });

  it('does not find a draft from its expiry on', async () => {
    const { get } = await setUp(new Date(draft.expiresAtSeconds * 1000));

    await expect(get()).rejects.toMatchObject({ code: 'image-not-found', message: 'Image not found' });
  });

  it('finds an expired draft while an upload made in time waits to be published', async () => {
    const { get, asked } = await setUp(new Date(draft.expiresAtSeconds * 1000 + 899_000), [KEY]);

    await expect(get()).resolves.toEqual(draft);
    expect(asked).toEqual([KEY]);
  });

  it('finds the image that the upload of an expired draft became while its draft was looked at', async () => {
    const images = new InMemoryImages();
    await images.createDraft(draft);
    const exists = async () => {
      await images.publish(draft, publishedOf(draft));
      return false;
    };
    const clock = () => new Date(draft.expiresAtSeconds * 1000 + 1_000);

    await expect(getImage(ACCOUNT, draft.id, { images, staged: { exists }, clock })).resolves.toEqual(
      publishedOf(draft),
    );
  });

  it('keeps quiet about a refusal while the next upload waits, and says it when none does', async () => {
    const refused = { ...draft, uploadError: { code: 5455, message: 'no' } };
    const images = new InMemoryImages();
    images.records.set(`${refOf(draft).accountHash}/${refOf(draft).imageKey}`, refused);
    const get = (waits: boolean) =>
      getImage(ACCOUNT, draft.id, {
        images,
        staged: { exists: async () => waits },
        clock: () => secondsLater(0),
      });

    await expect(get(true)).resolves.toEqual(draft);
    await expect(get(false)).resolves.toEqual(refused);
  });

  it('does not find a draft past the grace, whatever waits', async () => {
    const { get } = await setUp(new Date(draft.expiresAtSeconds * 1000 + 900_000), [KEY]);

    await expect(get()).rejects.toMatchObject({ code: 'image-not-found' });
  });

  it('finds a published image for good', async () => {
    const { images, get } = await setUp(secondsLater(1_000_000));
    await images.publish(draft, publishedOf(draft));

    await expect(get()).resolves.toEqual(publishedOf(draft));
  });

  it('does not find an id that nobody minted', async () => {
    const { get } = await setUp(secondsLater(0));

    await expect(get(ACCOUNT, 'other')).rejects.toMatchObject({ code: 'image-not-found' });
  });

  it('does not find the image of another account', async () => {
    const { get } = await setUp(secondsLater(0));

    await expect(get('account-2')).rejects.toMatchObject({ code: 'image-not-found' });
  });
});
