import type { Draft } from '../../../lambdas/core/image';
import { refOf } from '../../../lambdas/core/keys';
import type { ImageRepository } from '../../../lambdas/core/ports';
import { draftOf, publishedOf, unsentEventOf } from '../image-fixtures';

const OTHER_NONCE = 'BBBBBBBBBBBBBBBBBBBBBB';
const FIRST = unsentEventOf('11');
const SECOND = unsentEventOf('22');
const REFUSAL = { code: 5455, message: 'no' };

/** How every image repository must record refusals, and remember the events that are still to be sent. */
export const describeImageAnnouncement = (
  setUp: () => Promise<{ readonly images: ImageRepository }>,
): void => {
  const minted = async (values: Partial<Draft> = {}) => {
    const { images } = await setUp();
    const draft = draftOf(values);
    await images.createDraft(draft);
    return { images, draft };
  };

  describe('a refusal', () => {
    it('is recorded on the draft with its event, which stays usable; the last one counts', async () => {
      const { images, draft } = await minted();

      await images.recordRefusal(draft, REFUSAL, FIRST);
      await images.recordRefusal(draft, { code: 7011, message: 'second' }, SECOND);

      await expect(images.find(refOf(draft))).resolves.toEqual({
        ...draft,
        uploadError: { code: 7011, message: 'second' },
        unsentEvent: SECOND,
      });
    });

    it('leaves an image, another minting and a deleted draft alone', async () => {
      const { images, draft } = await minted({ id: 'published' });
      const other = draftOf({ id: 'other' });
      await images.publish(draft, publishedOf(draft));
      await images.createDraft(other);

      await images.recordRefusal(draft, REFUSAL, FIRST);
      await images.recordRefusal({ ...other, nonce: OTHER_NONCE }, REFUSAL, FIRST);
      await images.recordRefusal(draftOf({ id: 'gone' }), REFUSAL, FIRST);

      await expect(images.find(refOf(draft))).resolves.toEqual(publishedOf(draft));
      await expect(images.find(refOf(other))).resolves.toEqual(other);
      await expect(images.find(refOf(draftOf({ id: 'gone' })))).resolves.toBeUndefined();
    });
  });

  describe('an event that is to be sent', () => {
    it('is written by the write that publishes, in the place of one about an earlier refusal', async () => {
      const { images, draft } = await minted();
      await images.recordRefusal(draft, REFUSAL, FIRST);

      await images.publish(draft, publishedOf(draft, { unsentEvent: SECOND }));

      await expect(images.find(refOf(draft))).resolves.toEqual(publishedOf(draft, { unsentEvent: SECOND }));
    });

    it('is not left of a refusal when an image is published that nobody announces', async () => {
      const { images, draft } = await minted();
      await images.recordRefusal(draft, REFUSAL, FIRST);

      await images.publish(draft, publishedOf(draft));

      await expect(images.find(refOf(draft))).resolves.not.toHaveProperty('unsentEvent');
    });

    it('survives edits of a draft and of an image', async () => {
      const { images, draft } = await minted();
      await images.recordRefusal(draft, REFUSAL, FIRST);
      const edited = await images.edit(draft, { meta: { a: 1 }, creator: 'me' });
      await images.publish(draft, publishedOf(draft, { unsentEvent: SECOND }));

      const image = await images.edit(publishedOf(draft), { meta: null, creator: null });

      expect(edited).toMatchObject({ meta: { a: 1 }, unsentEvent: FIRST });
      expect(image).toEqual(publishedOf(draft, { unsentEvent: SECOND }));
    });

    it('is forgotten once it was sent, and nothing else is', async () => {
      const { images, draft } = await minted({ creator: 'me' });
      await images.recordRefusal(draft, REFUSAL, FIRST);

      await images.markEventSent(refOf(draft), FIRST.id);

      await expect(images.find(refOf(draft))).resolves.toEqual({ ...draft, uploadError: REFUSAL });
    });

    it('is kept when another one was sent, also twice or where nothing is', async () => {
      const { images, draft } = await minted();
      await images.publish(draft, publishedOf(draft, { unsentEvent: SECOND }));

      await images.markEventSent(refOf(draft), FIRST.id);
      await images.markEventSent(refOf(draftOf({ id: 'gone' })), FIRST.id);
      const kept = await images.find(refOf(draft));
      await images.markEventSent(refOf(draft), SECOND.id);
      await images.markEventSent(refOf(draft), SECOND.id);

      expect(kept).toMatchObject({ unsentEvent: SECOND });
      await expect(images.find(refOf(draft))).resolves.toEqual(publishedOf(draft));
      await expect(images.find(refOf(draftOf({ id: 'gone' })))).resolves.toBeUndefined();
    });
  });
};
