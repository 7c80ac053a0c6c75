import { type Draft, isDraft } from '../../../lambdas/core/image';
import { refOf } from '../../../lambdas/core/keys';
import type { ImageRepository } from '../../../lambdas/core/ports';
import { draftOf, publishedOf, unsentEventOf } from '../image-fixtures';
import { describeImageAnnouncement } from './image-announcement-behaviour';
import { describeImageRemoval } from './image-removal-behaviour';

/** What every test of the suite starts from: an empty repository. */
export interface RepositoryUnderTest {
  readonly images: ImageRepository;
  /** Edits the creator of a stored draft behind the repository's back, as a PATCH by another request does. */
  setCreator(draft: Draft, creator: string | undefined): Promise<void>;
}

const FULL = { meta: { a: [1, 'x', null], b: { c: 0.1 } }, creator: 'me', requireSignedURLs: true } as const;
const OTHER_NONCE = 'CCCCCCCCCCCCCCCCCCCCCC';

/** The behaviour that every image repository must have; each test starts with a fresh one from `setUp`. */
export const describeImageRepository = (setUp: () => Promise<RepositoryUnderTest>): void => {
  describe('a draft', () => {
    it('is found as it was stored', async () => {
      const { images } = await setUp();
      const draft = draftOf({ ...FULL, meta: { a: [1, 'x', null], b: { c: 0.1 } } });

      await images.createDraft(draft);

      await expect(images.find(refOf(draft))).resolves.toEqual(draft);
    });

    it('has only what it was given', async () => {
      const { images } = await setUp();

      await images.createDraft(draftOf());

      await expect(images.find(refOf(draftOf()))).resolves.toEqual(draftOf());
    });

    it('is not found under another account', async () => {
      const { images } = await setUp();
      await images.createDraft(draftOf());

      await expect(images.find(refOf(draftOf({ accountId: 'account-2' })))).resolves.toBeUndefined();
    });

    it('holds its id, and whoever wants it is told by whom', async () => {
      const { images } = await setUp();
      const draft = draftOf({ id: 'cat' });
      await expect(images.createDraft(draft)).resolves.toEqual(draft);
      const again = draftOf({ id: 'cat', nonce: OTHER_NONCE });

      await expect(images.createDraft(again)).resolves.toEqual(draft);

      await expect(images.find(refOf(draft))).resolves.toEqual(draft);
    });

    it('is replaced by a new one of its id when that names it, with nothing of it left', async () => {
      const { images } = await setUp();
      const draft = draftOf({ id: 'cat', creator: 'me' });
      await images.createDraft(draft);
      const again = draftOf({
        id: 'cat',
        nonce: OTHER_NONCE,
        expiresAtSeconds: draft.expiresAtSeconds + 1800,
      });

      await expect(images.createDraft(again, draft)).resolves.toEqual(again);

      await expect(images.find(refOf(draft))).resolves.toEqual(again);
    });

    it('is not replaced by who names another one', async () => {
      const { images } = await setUp();
      const draft = draftOf({ id: 'cat' });
      await images.createDraft(draft);
      const again = draftOf({ id: 'cat', nonce: OTHER_NONCE });

      await expect(images.createDraft(again, again)).resolves.toEqual(draft);

      await expect(images.find(refOf(draft))).resolves.toEqual(draft);
    });

    it('is stored although the one that it replaces is gone', async () => {
      const { images } = await setUp();
      const draft = draftOf({ id: 'cat', nonce: OTHER_NONCE });

      await expect(images.createDraft(draft, draftOf({ id: 'cat' }))).resolves.toEqual(draft);

      await expect(images.find(refOf(draft))).resolves.toEqual(draft);
    });

    it('is made once when many ask for its id at the same moment', async () => {
      const { images } = await setUp();
      const attempts = Array.from({ length: 8 }, (_, i) =>
        images.createDraft(draftOf({ id: 'cat', nonce: `${i}`.repeat(22) })),
      );

      const holders = await Promise.all(attempts);

      expect(new Set(holders.map((holder) => isDraft(holder) && holder.nonce)).size).toBe(1);
    });
  });

  describe('begun inspections', () => {
    const BEGUN = { etag: '"abc"', count: 1, lastBegunAt: '2026-03-04T05:06:07.891Z' };

    it('are on the draft until they have ended', async () => {
      const { images } = await setUp();
      await images.createDraft(draftOf());

      await images.recordInspections(draftOf(), { ...BEGUN, count: 2 });
      await images.recordInspections(draftOf(), BEGUN);

      await expect(images.find(refOf(draftOf()))).resolves.toEqual(draftOf({ begunInspections: BEGUN }));

      await images.recordInspections(draftOf(), undefined);

      await expect(images.find(refOf(draftOf()))).resolves.toEqual(draftOf());
    });

    it('leave an image, another draft and nothing at all alone', async () => {
      const { images } = await setUp();
      const [published, again] = [draftOf({ id: 'published' }), draftOf({ id: 'again' })];
      await images.createDraft(published);
      await images.publish(published, publishedOf(published));
      await images.createDraft({ ...again, nonce: OTHER_NONCE });

      for (const draft of [published, again, draftOf({ id: 'none' })]) {
        await images.recordInspections(draft, BEGUN);
        await images.recordInspections(draft, undefined);
      }

      await expect(images.find(refOf(published))).resolves.toEqual(publishedOf(published));
      await expect(images.find(refOf(again))).resolves.toEqual({ ...again, nonce: OTHER_NONCE });
      await expect(images.find(refOf({ ...again, id: 'none' }))).resolves.toBeUndefined();
    });
  });

  describe('publishing', () => {
    it('makes the draft an image that nothing of the draft is left of', async () => {
      const { images } = await setUp();
      const draft = draftOf({ meta: { a: 1 }, creator: 'me', requireSignedURLs: true });
      await images.createDraft(draft);
      await images.recordInspections(draft, { etag: 'x', count: 1, lastBegunAt: draft.uploaded });
      await images.recordRefusal(draft, { code: 5455, message: 'no' }, unsentEventOf('aa'));

      await expect(images.publish(draft, publishedOf(draft))).resolves.toBe('published');

      await expect(images.find(refOf(draft))).resolves.toEqual(publishedOf(draft));
    });

    it('keeps a missing file name as null', async () => {
      const { images } = await setUp();
      await images.createDraft(draftOf());

      await images.publish(draftOf(), publishedOf(draftOf(), { filename: null }));

      await expect(images.find(refOf(draftOf()))).resolves.toMatchObject({ filename: null });
    });

    it('happens once: the second upload has lost and changes nothing', async () => {
      const { images } = await setUp();
      const draft = draftOf();
      await images.createDraft(draft);
      await images.publish(draft, publishedOf(draft, { objectKey: 'first' }));

      await expect(images.publish(draft, publishedOf(draft, { objectKey: 'second' }))).resolves.toBe('lost');

      await expect(images.find(refOf(draft))).resolves.toMatchObject({ objectKey: 'first' });
    });

    it('has one winner when many uploads race', async () => {
      const { images } = await setUp();
      const draft = draftOf();
      await images.createDraft(draft);
      const race = ['a', 'b', 'c', 'd'].map((objectKey) =>
        images.publish(draft, publishedOf(draft, { objectKey })),
      );

      const outcomes = await Promise.all(race);

      expect(outcomes.filter((outcome) => outcome === 'published')).toHaveLength(1);
      const winner = ['a', 'b', 'c', 'd'][outcomes.indexOf('published')];
      await expect(images.find(refOf(draft))).resolves.toMatchObject({ objectKey: winner });
    });

    it('is lost on a draft that was deleted, and brings nothing back', async () => {
      const { images } = await setUp();
      await images.createDraft(draftOf());
      await images.delete(refOf(draftOf()));

      await expect(images.publish(draftOf(), publishedOf(draftOf()))).resolves.toBe('lost');

      await expect(images.find(refOf(draftOf()))).resolves.toBeUndefined();
    });

    it('is lost on an id that was minted again, and leaves the new draft alone', async () => {
      const { images } = await setUp();
      const draft = draftOf();
      await images.createDraft(draft);
      const again = draftOf({ nonce: OTHER_NONCE, expiresAtSeconds: draft.expiresAtSeconds + 3600 });
      await images.createDraft(again, draft);

      await expect(images.publish(draft, publishedOf(draft))).resolves.toBe('lost');

      await expect(images.find(refOf(draft))).resolves.toEqual(again);
    });

    it.each([
      ['me', 'somebody else'],
      [undefined, 'me'],
      ['me', undefined],
    ])(
      'keeps a creator that was edited from %s to %s after the draft was read',
      async (before, afterwards) => {
        const { images, setCreator } = await setUp();
        const draft = draftOf(before === undefined ? {} : { creator: before });
        await images.createDraft(draft);
        await setCreator(draft, afterwards);

        await expect(images.publish(draft, publishedOf(draft))).resolves.toBe('published');

        const image = await images.find(refOf(draft));
        expect(image?.creator).toBe(afterwards);
      },
    );
  });

  describe('an image', () => {
    it('holds its id for good', async () => {
      const { images } = await setUp();
      const draft = draftOf({ id: 'cat' });
      await images.createDraft(draft);
      await images.publish(draft, publishedOf(draft));

      await expect(images.createDraft(draft, draft)).resolves.toEqual(publishedOf(draft));
    });
  });

  describe('an edit', () => {
    const stored = async (images: ImageRepository, values: Partial<Draft>, published: boolean) => {
      const draft = draftOf(values);
      await images.createDraft(draft);
      if (published) await images.publish(draft, publishedOf(draft));
      return { draft, before: published ? publishedOf(draft) : draft };
    };

    it.each([
      ['a draft', false],
      ['an image', true],
    ])('of %s replaces what it names and keeps the rest', async (_what, published) => {
      const { images } = await setUp();
      const { draft, before } = await stored(images, { meta: { a: 1, b: 2 }, creator: 'me' }, published);

      const edited = await images.edit(before, { meta: { c: 3 }, requireSignedURLs: true });

      expect(edited).toEqual({ ...before, meta: { c: 3 }, requireSignedURLs: true });
      await expect(images.find(refOf(draft))).resolves.toEqual(edited);
    });

    it.each([
      ['a draft', false],
      ['an image', true],
    ])('of %s clears what is null', async (_what, published) => {
      const { images } = await setUp();
      const { draft, before } = await stored(images, { meta: { a: 1 }, creator: 'me' }, published);

      await images.edit(before, { meta: null, creator: null });

      const after = await images.find(refOf(draft));
      expect(after).not.toHaveProperty('meta');
      expect(after).not.toHaveProperty('creator');
    });

    it('does nothing to a draft that was published since it was read', async () => {
      const { images } = await setUp();
      const { draft } = await stored(images, {}, true);

      await expect(images.edit(draft, { creator: 'me' })).resolves.toBeUndefined();

      await expect(images.find(refOf(draft))).resolves.toEqual(publishedOf(draft));
    });

    it('does nothing to another minting of the id, to another image of the id, or where nothing is', async () => {
      const { images } = await setUp();
      const { draft } = await stored(images, {}, false);
      const other = await stored(images, { id: 'other' }, true);

      await expect(images.edit({ ...draft, nonce: OTHER_NONCE }, { creator: 'me' })).resolves.toBeUndefined();
      await expect(
        images.edit({ ...publishedOf(other.draft), objectKey: 'older' }, { creator: 'me' }),
      ).resolves.toBeUndefined();
      await expect(images.edit(draftOf({ id: 'gone' }), { creator: 'me' })).resolves.toBeUndefined();

      await expect(images.find(refOf(draft))).resolves.toEqual(draft);
      await expect(images.find(refOf(draftOf({ id: 'gone' })))).resolves.toBeUndefined();
    });

    it('of the creator of a draft is kept when the draft is published afterwards', async () => {
      const { images } = await setUp();
      const { draft } = await stored(images, { creator: 'me' }, false);
      await images.edit(draft, { creator: 'you' });

      await images.publish(draft, publishedOf(draft));

      await expect(images.find(refOf(draft))).resolves.toMatchObject({
        creator: 'you',
        objectKey: expect.any(String),
      });
    });
  });

  describeImageAnnouncement(setUp);
  describeImageRemoval(setUp);
};
