import { accountHash } from '../../../lambdas/core/account';
import { type DeleteImageDeps, deleteImage } from '../../../lambdas/core/delete-image';
import type { Draft } from '../../../lambdas/core/image';
import { imageKey, publishedKey, stagingKey } from '../../../lambdas/core/keys';
import { ACCOUNT, draftOf, publishedOf, secondsLater } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { InMemoryPublishedObjects } from '../../support/in-memory/in-memory-published-objects';

const draft = draftOf();
const REF = { accountHash: accountHash(ACCOUNT), imageKey: imageKey(draft.id) };
const KEY = stagingKey(ACCOUNT, draft.id, draft.nonce);

const setUp = async (now = secondsLater(60), overrides: Partial<DeleteImageDeps> = {}) => {
  const images = new InMemoryImages();
  await images.createDraft(draft);
  const steps: string[] = [];
  const recordGone = () => (images.records.size === 0 ? 'after the record' : 'before the record');
  const deps: DeleteImageDeps = {
    images,
    staged: {
      exists: async () => false,
      remove: async (key, etag) => {
        steps.push(`staged ${key} ${etag ?? 'any'} ${recordGone()}`);
      },
    },
    objects: {
      removeAll: async (ref) => {
        steps.push(`objects ${ref.accountHash}/${ref.imageKey} ${recordGone()}`);
      },
    },
    cache: {
      purgeImage: async (hash, id) => {
        steps.push(`cache ${hash}/${id} ${recordGone()}`);
      },
    },
    clock: () => now,
    ...overrides,
  };
  return { images, steps, remove: (accountId = ACCOUNT) => deleteImage(accountId, draft.id, deps) };
};

const EXPIRED = new Date(draft.expiresAtSeconds * 1000);

describe('deleting an image', () => {
  it('removes the record first, then what is cached, then every object', async () => {
    const { images, steps, remove } = await setUp();
    await images.publish(draft, publishedOf(draft));

    await remove();

    expect(images.records.size).toBe(0);
    expect(steps).toEqual([
      `cache ${REF.accountHash}/${draft.id} after the record`,
      `objects ${REF.accountHash}/${REF.imageKey} after the record`,
    ]);
  });

  describe('that an earlier call left halfway', () => {
    const imageOf = (minted: Draft) =>
      publishedOf(minted, { objectKey: publishedKey({ ...REF, nonce: minted.nonce }, 'ab'.repeat(32)) });
    const dieHalfway = async () => {
      const objects = new InMemoryPublishedObjects();
      const { images, remove } = await setUp(secondsLater(60), { objects });
      const published = imageOf(draft);
      await objects.put(published.objectKey, Buffer.from('pixels'), 'image/jpeg');
      await images.publish(draft, published);
      const removeAll = jest.spyOn(objects, 'removeAll').mockRejectedValueOnce(new Error('S3'));
      await expect(remove()).rejects.toThrow('S3');
      return { images, objects, removeAll, remove };
    };

    it('is finished by the next one, though there is no record any more', async () => {
      const { objects, remove } = await dieHalfway();

      await expect(remove()).rejects.toMatchObject({ code: 'image-not-found' });

      expect([...objects.objects.keys()]).toEqual([]);
    });

    it.each([
      ['a draft', false],
      ['an image', true],
    ])('spares what is stored for %s that the id is minted for meanwhile', async (_what, isPublished) => {
      const { images, objects, removeAll, remove } = await dieHalfway();
      const next = draftOf({ nonce: 'BBBBBBBBBBBBBBBBBBBBBB' });
      const image = imageOf(next);
      removeAll.mockImplementationOnce(async (...args) => {
        await images.createDraft(next);
        await objects.put(image.objectKey, Buffer.from('pixels'), 'image/jpeg');
        if (isPublished) await images.publish(next, image);
        await objects.removeAll(...args);
      });

      await expect(remove()).rejects.toMatchObject({ code: 'image-not-found' });

      expect([...objects.objects.keys()]).toEqual([image.objectKey]);
    });
  });

  it('leaves no record when the objects cannot be removed', async () => {
    const { images, remove } = await setUp(secondsLater(60), {
      objects: { removeAll: () => Promise.reject(new Error('S3')) },
    });
    await images.publish(draft, publishedOf(draft));

    await expect(remove()).rejects.toThrow('S3');

    expect(images.records.size).toBe(0);
  });

  it('cancels a draft: the record goes, then whatever was uploaded or checked', async () => {
    const { images, steps, remove } = await setUp();

    await remove();

    expect(images.records.size).toBe(0);
    expect(steps).toEqual([
      `staged ${KEY} any after the record`,
      `objects ${REF.accountHash}/${REF.imageKey} after the record`,
    ]);
  });

  it('does not find what is not there, a second time included', async () => {
    const { remove } = await setUp();
    await remove();

    await expect(remove()).rejects.toMatchObject({ code: 'image-not-found' });
  });

  it('does not find an expired draft, but sweeps it', async () => {
    const { images, steps, remove } = await setUp(EXPIRED);

    await expect(remove()).rejects.toMatchObject({ code: 'image-not-found' });

    expect(images.records.size).toBe(0);
    expect(steps).toHaveLength(2);
  });

  it('cancels an expired draft whose upload waits to be published', async () => {
    const staged = { exists: async () => true, remove: async () => undefined };
    const { images, remove } = await setUp(EXPIRED, { staged });

    await remove();

    expect(images.records.size).toBe(0);
  });

  it('does not touch the image of another account', async () => {
    const { images, remove } = await setUp();

    await expect(remove('account-2')).rejects.toMatchObject({ code: 'image-not-found' });

    expect(images.records.size).toBe(1);
  });
});
