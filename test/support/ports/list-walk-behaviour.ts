import fc from 'fast-check';
import { accountHash } from '../../../lambdas/core/account';
import type { PublishedImage } from '../../../lambdas/core/image';
import { imageKey } from '../../../lambdas/core/keys';
import { listImages } from '../../../lambdas/core/list-images';
import { listPosition } from '../../../lambdas/core/list-position';
import type { MetadataFilter } from '../../../lambdas/core/metadata-filter';
import type { ImageIndex, ImageRepository } from '../../../lambdas/core/ports';
import { ACCOUNT, draftOf, publishedOf, secondsLater } from '../image-fixtures';

/** An empty index and the repository that fills it. */
export interface ListUnderTest {
  readonly index: ImageIndex;
  readonly images: ImageRepository;
}

/** How large and how many the walks are. */
export interface WalkSize {
  readonly images: number;
  readonly walks: number;
}

type Change =
  | { readonly kind: 'publish'; readonly second: number }
  | { readonly kind: 'delete' | 'edit'; readonly victim: number }
  /** The image that the next page starts after. */
  | { readonly kind: 'delete last listed' };

interface Walk {
  /** When each image that is there from the start was uploaded; many at the same moment. */
  readonly seconds: readonly number[];
  readonly order: 'asc' | 'desc';
  readonly perPage: number;
  readonly filters: readonly MetadataFilter[];
  /** What happens after the first page, after the second, … */
  readonly changes: readonly (readonly Change[])[];
}

const EVEN: MetadataFilter = { path: ['even'], comparison: 'eq', type: 'boolean', values: [true] };

/** Uploads end up anywhere in the list, behind the walker too: an image's place is that of its draft. */
const second = fc.nat({ max: 60 });

const walkArbitrary = (size: number): fc.Arbitrary<Walk> =>
  fc.record({
    seconds: fc.array(second, { minLength: size, maxLength: size }),
    order: fc.constantFrom('asc', 'desc'),
    perPage: fc.integer({ min: Math.ceil(size / 25), max: Math.ceil(size / 4) }),
    filters: fc.constantFrom([], [EVEN]),
    changes: fc.array(
      fc.array(
        fc.oneof(
          fc.record({ kind: fc.constant('publish'), second }),
          fc.record({ kind: fc.constantFrom('delete', 'edit'), victim: fc.nat({ max: size - 1 }) }),
          fc.record({ kind: fc.constant('delete last listed') }),
        ),
        { maxLength: 6 },
      ),
      { maxLength: 25 },
    ),
  });

const publish = async (images: ImageRepository, number: number, uploadedSecond: number): Promise<string> => {
  const draft = draftOf({
    id: `image-${number}`,
    uploaded: secondsLater(uploadedSecond).toISOString(),
    meta: { even: number % 2 === 0 },
  });
  await images.createDraft(draft);
  await images.publish(draft, publishedOf(draft));
  return draft.id;
};

const refOf = (id: string) => ({ accountHash: accountHash(ACCOUNT), imageKey: imageKey(id) });

/** The account during one walk: applies changes, and remembers who was there all the time. */
const openAccount = async (images: ImageRepository, { seconds, filters }: Walk) => {
  const initial = await Promise.all(seconds.map((at, number) => publish(images, number, at)));
  const ever = new Set(initial);
  const gone = new Set<string>();
  const remove = async (id: string): Promise<void> => {
    await images.delete(refOf(id));
    gone.add(id);
  };
  const edit = async (id: string): Promise<void> => {
    const record = await images.find(refOf(id));
    if (record) await images.edit(record, { requireSignedURLs: true, creator: 'editor' });
  };
  const apply = async (change: Change, lastListed: string): Promise<void> => {
    if (change.kind === 'publish') ever.add(await publish(images, ever.size, change.second));
    else if (change.kind === 'delete last listed') await remove(lastListed);
    else if (change.kind === 'delete') await remove(initial[change.victim] ?? '');
    else await edit(initial[change.victim] ?? '');
  };
  const stayed = () =>
    initial.filter((id, number) => !gone.has(id) && (filters.length === 0 || number % 2 === 0));
  return { apply, ever, stayed };
};

const walkWhileChanging = async ({ index, images }: ListUnderTest, walk: Walk) => {
  const account = await openAccount(images, walk);
  const deps = { index, secret: { get: async () => Buffer.alloc(32, 1) }, sizeOf: () => 100 };
  const { order, perPage, filters } = walk;
  const listed: PublishedImage[] = [];
  let continuationToken: string | undefined;
  for (let page = 0; ; page += 1) {
    const request = { accountId: ACCOUNT, perPage, order, filters, continuationToken };
    const found = await listImages(request, deps);
    listed.push(...found.images);
    if (found.continuationToken === null) return { listed, account };
    continuationToken = found.continuationToken;
    for (const change of walk.changes[page] ?? []) await account.apply(change, listed.at(-1)?.id ?? '');
  }
};

const expectHonestWalk = async (subject: ListUnderTest, walk: Walk): Promise<void> => {
  const { listed, account } = await walkWhileChanging(subject, walk);

  const ids = listed.map(({ id }) => id);
  const positions = listed.map(listPosition);
  const sorted = [...positions].sort((a, b) => (a < b === (walk.order === 'asc') ? -1 : 1));
  expect(new Set(ids).size).toBe(ids.length);
  expect(account.stayed().filter((id) => !ids.includes(id))).toEqual([]);
  expect(ids.filter((id) => !account.ever.has(id))).toEqual([]);
  expect(positions).toEqual(sorted);
};

/**
 * What every index owes to someone who walks a list by continuation tokens while others upload, delete and edit: each
 * image that was there all the time is met exactly once, and no other twice.
 */
export const describeListWalk = (setUp: () => Promise<ListUnderTest>, { images, walks }: WalkSize): void => {
  describe('a walk through the list while images come, change and go', () => {
    it('meets every image that stays exactly once, and none twice', async () => {
      await fc.assert(
        fc.asyncProperty(walkArbitrary(images), async (walk) => expectHonestWalk(await setUp(), walk)),
        { numRuns: walks, endOnFailure: true },
      );
    });
  });
};
