import { accountHash } from '../../../lambdas/core/account';
import { type EditImageRequest, editImage } from '../../../lambdas/core/edit-image';
import { ACCOUNT, draftOf, publishedOf, secondsLater } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { RecordingDeliveryCache } from '../../support/in-memory/recording-delivery-cache';

const draft = draftOf({ meta: { a: 1, b: 2 }, creator: 'me' });

const setUp = async ({ published = true, id = draft.id, now = secondsLater(60), waiting = false } = {}) => {
  const images = new InMemoryImages();
  const cache = new RecordingDeliveryCache();
  const stored = draftOf({ ...draft, id });
  await images.createDraft(stored);
  if (published) await images.publish(stored, publishedOf(stored));
  const deps = { images, cache, staged: { exists: async () => waiting }, clock: () => now };
  const edit = (request: Partial<EditImageRequest>) =>
    editImage({ accountId: ACCOUNT, id, ...request }, deps);
  return { images, cache, deps, edit, stored };
};

describe('editing an image', () => {
  it('replaces the metadata whole and leaves what is not named', async () => {
    const { edit, stored } = await setUp();

    await expect(edit({ metadata: { c: 3 } })).resolves.toEqual({ ...publishedOf(stored), meta: { c: 3 } });
  });

  it.each([null, ''])('clears the creator by %j', async (creator) => {
    const { edit } = await setUp();

    const edited = await edit({ creator });

    expect(edited).not.toHaveProperty('creator');
  });

  it('clears the metadata by null', async () => {
    const { edit } = await setUp();

    expect(await edit({ metadata: null })).not.toHaveProperty('meta');
  });

  it('answers an edit that names nothing with the image, and purges nothing', async () => {
    const { edit, cache, stored } = await setUp();

    await expect(edit({})).resolves.toEqual(publishedOf(stored));

    expect(cache.purged).toEqual([]);
  });

  it.each([true, false])('purges what the edge holds after the access flag is set to %s', async (flag) => {
    const { edit, cache, stored } = await setUp();

    await expect(edit({ requireSignedURLs: flag })).resolves.toMatchObject({
      id: stored.id,
      requireSignedURLs: flag,
    });

    expect(cache.purged).toEqual([`${accountHash(ACCOUNT)}/${stored.id}`]);
  });

  it('purges after the write, so that nothing purged is cached again with the old flag', async () => {
    const { deps, images } = await setUp();
    const flagAtPurge: unknown[] = [];
    const purgeImage = async () => {
      flagAtPurge.push([...images.records.values()][0]?.requireSignedURLs);
    };

    await editImage(
      { accountId: ACCOUNT, id: draft.id, requireSignedURLs: true },
      { ...deps, cache: { purgeImage } },
    );

    expect(flagAtPurge).toEqual([true]);
  });

  it('purges nothing when only metadata changes, which no delivered picture shows', async () => {
    const { edit, cache } = await setUp();

    await edit({ metadata: { c: 3 }, creator: 'you' });

    expect(cache.purged).toEqual([]);
  });

  it('edits a draft, whose upload gets it', async () => {
    const { edit, images, cache, stored } = await setUp({ published: false });

    await edit({ metadata: { c: 3 }, requireSignedURLs: true });
    await images.publish(stored, publishedOf(stored));

    expect([...images.records.values()][0]).toMatchObject({ meta: { c: 3 }, requireSignedURLs: true });
    expect(cache.purged).toEqual([]);
  });

  it('edits the image when the draft was published between reading and writing', async () => {
    const { deps, images, stored } = await setUp({ published: false });
    const racing = {
      find: images.find.bind(images),
      edit: jest.fn(images.edit.bind(images)).mockImplementationOnce(async (image, change) => {
        await images.publish(stored, publishedOf(stored));
        return images.edit(image, change);
      }),
    };

    const edited = await editImage(
      { accountId: ACCOUNT, id: draft.id, creator: 'you' },
      { ...deps, images: racing },
    );

    expect(edited).toEqual(publishedOf({ ...stored, creator: 'you' }));
  });

  it('gives up loudly on a record that never stays the same', async () => {
    const { deps, images } = await setUp();
    const racing = { find: images.find.bind(images), edit: async () => undefined };

    await expect(
      editImage({ accountId: ACCOUNT, id: draft.id, creator: 'you' }, { ...deps, images: racing }),
    ).rejects.toThrow('changed 5 times');
  });

  it('never makes an image with a custom id private', async () => {
    const { edit, images } = await setUp({ id: 'cat' });

    await expect(edit({ requireSignedURLs: true })).rejects.toMatchObject({
      code: 'custom-id-cannot-be-private',
    });

    expect([...images.records.values()][0]).toMatchObject({ requireSignedURLs: false });
    await expect(edit({ requireSignedURLs: false })).resolves.toMatchObject({ id: 'cat' });
  });

  it('does not find another account’s image, an unknown one, or an expired draft', async () => {
    const { edit, deps } = await setUp();
    const expired = await setUp({ published: false, now: secondsLater(1800) });

    const notFound = { code: 'image-not-found' };
    await expect(edit({ accountId: 'account-2', creator: 'x' })).rejects.toMatchObject(notFound);
    await expect(editImage({ accountId: ACCOUNT, id: 'none' }, deps)).rejects.toMatchObject(notFound);
    await expect(expired.edit({ creator: 'x' })).rejects.toMatchObject(notFound);
  });

  it('still edits a draft past its expiry whose upload waits to be published', async () => {
    const { edit } = await setUp({ published: false, now: secondsLater(1801), waiting: true });

    await expect(edit({ creator: 'you' })).resolves.toMatchObject({ creator: 'you' });
  });

  it('refuses a creator that is too long', async () => {
    const { edit } = await setUp();

    await expect(edit({ creator: 'x'.repeat(1025) })).rejects.toMatchObject({ code: 'invalid-request' });
  });
});
