import { refOf } from '../../../lambdas/core/keys';
import type { ImageRepository } from '../../../lambdas/core/ports';
import { draftOf, publishedOf } from '../image-fixtures';

/** How every image repository must delete images and cancel drafts. */
export const describeImageRemoval = (setUp: () => Promise<{ readonly images: ImageRepository }>): void => {
  describe('cancelling a draft', () => {
    it('frees its id at once', async () => {
      const { images } = await setUp();
      const draft = draftOf({ id: 'cat' });
      await images.createDraft(draft);

      await images.cancelDraft(draft);

      await expect(images.find(refOf(draft))).resolves.toBeUndefined();
      const again = { ...draft, nonce: 'CCCCCCCCCCCCCCCCCCCCCC' };
      await expect(images.createDraft(again)).resolves.toEqual(again);
    });

    it('leaves a later minting of the id alone', async () => {
      const { images } = await setUp();
      const later = draftOf({ nonce: 'CCCCCCCCCCCCCCCCCCCCCC' });
      await images.createDraft(later);

      await images.cancelDraft(draftOf());

      await expect(images.find(refOf(later))).resolves.toEqual(later);
    });

    it('leaves the image alone that the draft has become', async () => {
      const { images } = await setUp();
      const draft = draftOf();
      await images.createDraft(draft);
      await images.publish(draft, publishedOf(draft));

      await images.cancelDraft(draft);

      await expect(images.find(refOf(draft))).resolves.toEqual(publishedOf(draft));
    });

    it('is nothing where no draft is', async () => {
      const { images } = await setUp();

      await expect(images.cancelDraft(draftOf())).resolves.toBeUndefined();
    });
  });

  describe('deleting', () => {
    it('returns what was there, once', async () => {
      const { images } = await setUp();
      const draft = draftOf();
      await images.createDraft(draft);

      await expect(images.delete(refOf(draft))).resolves.toEqual(draft);
      await expect(images.delete(refOf(draft))).resolves.toBeUndefined();
    });

    it('returns an image as one, and frees its id', async () => {
      const { images } = await setUp();
      const draft = draftOf();
      await images.createDraft(draft);
      await images.publish(draft, publishedOf(draft));

      await expect(images.delete(refOf(draft))).resolves.toEqual(publishedOf(draft));
      await expect(images.createDraft(draft)).resolves.toEqual(draft);
    });
  });
};
