import { accountHash } from '../../../lambdas/core/account';
import type { Draft } from '../../../lambdas/core/image';
import { imageKey } from '../../../lambdas/core/keys';
import { listPosition } from '../../../lambdas/core/list-position';
import type { ImageIndex, ImageQuery, ImageRepository } from '../../../lambdas/core/ports';
import { ACCOUNT, draftOf, publishedOf, secondsLater } from '../image-fixtures';

/** What every test of the suite starts from: an empty index and the repository that fills it. */
export interface IndexUnderTest {
  readonly index: ImageIndex;
  readonly images: ImageRepository;
}

const publish = async (images: ImageRepository, values: Partial<Draft>) => {
  const draft = draftOf(values);
  await images.createDraft(draft);
  await images.publish(draft, publishedOf(draft));
};

const publishMany = async (images: ImageRepository, count: number, values: Partial<Draft> = {}) => {
  for (let i = 1; i <= count; i += 1)
    await publish(images, { id: `i${i}`, uploaded: secondsLater(i).toISOString(), ...values });
};

const idsOf = async (index: ImageIndex, query: Partial<ImageQuery> = {}) =>
  (await index.page({ accountId: ACCOUNT, limit: 100, order: 'asc', ...query })).images.map(({ id }) => id);

/** The behaviour that every index of published images must have; each test starts with a fresh one from `setUp`. */
export const describeImageIndex = (setUp: () => Promise<IndexUnderTest>): void => {
  describe('the index of creators', () => {
    it('follows an edit of the creator', async () => {
      const { index, images } = await setUp();
      const draft = draftOf({ id: 'i1', creator: 'me' });
      await publish(images, draft);

      await images.edit(publishedOf(draft), { creator: 'you' });
      expect(await idsOf(index, { creator: 'me' })).toEqual([]);
      expect(await idsOf(index, { creator: 'you' })).toEqual(['i1']);

      await images.edit(publishedOf(draft), { creator: null });
      expect(await idsOf(index, { creator: 'you' })).toEqual([]);
      expect(await idsOf(index, { creator: null })).toEqual(['i1']);
    });
  });

  describe('a page of the index', () => {
    it('has whole images in upload order, either way', async () => {
      const { index, images } = await setUp();
      const meta = { a: { b: [1] } };
      await publishMany(images, 3, { meta });

      const page = await index.page({ accountId: ACCOUNT, limit: 10, order: 'asc' });

      expect(page.images[0]).toEqual(
        publishedOf(draftOf({ id: 'i1', uploaded: secondsLater(1).toISOString(), meta })),
      );
      await expect(idsOf(index)).resolves.toEqual(['i1', 'i2', 'i3']);
      await expect(idsOf(index, { order: 'desc' })).resolves.toEqual(['i3', 'i2', 'i1']);
    });

    it('is empty for an account that has nothing', async () => {
      const { index, images } = await setUp();
      await publishMany(images, 1);

      await expect(index.page({ accountId: 'account-2', limit: 10, order: 'asc' })).resolves.toEqual({
        images: [],
      });
    });

    it('never has a draft, nor an image that was deleted', async () => {
      const { index, images } = await setUp();
      await publishMany(images, 2);
      await images.createDraft(draftOf({ id: 'draft', creator: 'me' }));
      const [gone] = (await index.page({ accountId: ACCOUNT, limit: 1, order: 'asc' })).images;

      await images.delete({ accountHash: accountHash(ACCOUNT), imageKey: imageKey(gone?.id ?? '') });

      await expect(idsOf(index)).resolves.toEqual(['i2']);
      await expect(idsOf(index, { creator: 'me' })).resolves.toEqual([]);
    });

    it.each(['asc', 'desc'] as const)('goes on after a position until the end, %s', async (order) => {
      const { index, images } = await setUp();
      await publishMany(images, 5);

      const seen: string[] = [];
      let startAfter: string | undefined;
      do {
        const page = await index.page({
          accountId: ACCOUNT,
          limit: 2,
          order,
          ...(startAfter ? { startAfter } : {}),
        });
        expect(page.images.length).toBeLessThanOrEqual(2);
        seen.push(...page.images.map(({ id }) => id));
        startAfter = page.nextPosition;
      } while (startAfter);

      const ids = ['i1', 'i2', 'i3', 'i4', 'i5'];
      expect(seen).toEqual(order === 'asc' ? ids : ids.reverse());
    });

    it('goes on after the position of an image that is gone', async () => {
      const { index, images } = await setUp();
      await publishMany(images, 3);
      const startAfter = listPosition({ id: 'gone', uploaded: secondsLater(2.5).toISOString() });

      await expect(idsOf(index, { startAfter })).resolves.toEqual(['i3']);
      await expect(idsOf(index, { startAfter, order: 'desc' })).resolves.toEqual(['i2', 'i1']);
    });

    it('starts at the beginning for a position that is none', async () => {
      const { index, images } = await setUp();
      await publishMany(images, 2);

      await expect(idsOf(index, { startAfter: '' })).resolves.toEqual(['i1', 'i2']);
    });

    it('tells images of the same millisecond apart', async () => {
      const { index, images } = await setUp();
      for (const id of ['a', 'b', 'c']) await publish(images, { id });

      const first = await index.page({ accountId: ACCOUNT, limit: 2, order: 'asc' });
      const rest = await idsOf(index, { startAfter: first.nextPosition ?? '' });

      expect([...first.images.map(({ id }) => id), ...rest].sort()).toEqual(['a', 'b', 'c']);
    });

    it('can be of one creator, or of images without', async () => {
      const { index, images } = await setUp();
      await publish(images, { id: 'ann', creator: 'ann' });
      await publish(images, { id: 'bob', creator: 'b'.repeat(1024) });
      await publish(images, { id: 'nobody' });

      await expect(idsOf(index, { creator: 'ann' })).resolves.toEqual(['ann']);
      await expect(idsOf(index, { creator: 'b'.repeat(1024) })).resolves.toEqual(['bob']);
      await expect(idsOf(index, { creator: null })).resolves.toEqual(['nobody']);
      await expect(idsOf(index, { creator: 'an' })).resolves.toEqual([]);
    });

    it('starts after as many images as are passed over, in either order, also of one creator', async () => {
      const { index, images } = await setUp();
      await publishMany(images, 5, { creator: 'ann' });
      await publish(images, { id: 'nobody', uploaded: secondsLater(2.5).toISOString() });
      const idsAfter = async (limit: number, query: Partial<ImageQuery>) => {
        const whole = { accountId: ACCOUNT, limit, order: 'asc' as const, ...query };
        return idsOf(index, { ...query, startAfter: (await index.positionAfter(whole)) ?? 'none' });
      };

      await expect(idsAfter(3, {})).resolves.toEqual(['i3', 'i4', 'i5']);
      await expect(idsAfter(3, { creator: 'ann' })).resolves.toEqual(['i4', 'i5']);
      await expect(idsAfter(4, { order: 'desc', creator: 'ann' })).resolves.toEqual(['i1']);
    });

    it('is none after more images than there are', async () => {
      const { index, images } = await setUp();
      await publishMany(images, 2);

      await expect(
        index.positionAfter({ accountId: ACCOUNT, limit: 3, order: 'asc' }),
      ).resolves.toBeUndefined();
    });

    it('goes on after a position within one creator', async () => {
      const { index, images } = await setUp();
      await publishMany(images, 3, { creator: 'ann' });

      const page = await index.page({ accountId: ACCOUNT, limit: 2, order: 'asc', creator: 'ann' });

      await expect(idsOf(index, { creator: 'ann', startAfter: page.nextPosition ?? '' })).resolves.toEqual([
        'i3',
      ]);
    });
  });
};
