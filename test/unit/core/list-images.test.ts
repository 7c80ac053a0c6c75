import { type ListImagesDeps, type ListImagesRequest, listImages } from '../../../lambdas/core/list-images';
import { listImagesByPage } from '../../../lambdas/core/list-images-by-page';
import type { MetadataFilter } from '../../../lambdas/core/metadata-filter';
import { ACCOUNT, draftOf, publishedOf, secondsLater } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';

const publish = async (
  images: InMemoryImages,
  number: number,
  values: Partial<ReturnType<typeof draftOf>> = {},
) => {
  const draft = draftOf({ id: `image-${number}`, uploaded: secondsLater(number).toISOString(), ...values });
  await images.createDraft(draft);
  await images.publish(draft, publishedOf(draft));
};

const setUp = async (count: number, overrides: Partial<ListImagesDeps> = {}) => {
  const images = new InMemoryImages();
  for (let number = 1; number <= count; number += 1)
    await publish(images, number, { meta: { even: number % 2 === 0 } });
  const deps = {
    index: images,
    secret: { get: async () => Buffer.alloc(32, 1) },
    sizeOf: () => 100,
    ...overrides,
  };
  const list = async (request: Partial<ListImagesRequest> = {}) => {
    const page = await listImages(
      { accountId: ACCOUNT, perPage: 10, order: 'desc', filters: [], ...request },
      deps,
    );
    return {
      ids: page.images.map(({ id }) => Number(id.slice('image-'.length))),
      token: page.continuationToken,
    };
  };
  return { images, list };
};

type List = Awaited<ReturnType<typeof setUp>>['list'];

const listAll = async (list: List, request: Partial<ListImagesRequest> = {}) => {
  const pages: number[][] = [];
  let continuationToken: string | undefined;
  do {
    const page: Awaited<ReturnType<List>> = await list({ ...request, continuationToken });
    pages.push(page.ids);
    continuationToken = page.token ?? undefined;
  } while (continuationToken);
  return pages;
};

const EVEN: MetadataFilter = { path: ['even'], comparison: 'eq', type: 'boolean', values: [true] };

describe('listing images by continuation token', () => {
  it('has one page and no token when everything fits', async () => {
    const { list } = await setUp(10);

    await expect(list()).resolves.toEqual({ ids: [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], token: null });
  });

  it('goes on from the last image until there are no more', async () => {
    const { list } = await setUp(25);

    const pages = await listAll(list);

    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(pages.flat()).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i));
  });

  it('lists oldest first when asked to', async () => {
    const { list } = await setUp(12);

    expect((await listAll(list, { order: 'asc' })).flat()).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
  });

  it('is empty for an account without images', async () => {
    const { list } = await setUp(3);

    await expect(list({ accountId: 'account-2' })).resolves.toEqual({ ids: [], token: null });
  });

  it('never lists a draft', async () => {
    const { images, list } = await setUp(2);
    await images.createDraft(draftOf({ id: 'image-99' }));

    await expect(list()).resolves.toMatchObject({ ids: [2, 1] });
  });

  it('has neither gaps nor duplicates while images come and go', async () => {
    const { images, list } = await setUp(20);
    const first = await list();
    await publish(images, 21);
    const [gone] = [...images.records].filter(([, image]) => image.id === 'image-11');
    images.records.delete(gone?.[0] ?? '');

    const second = await list({ continuationToken: first.token ?? '' });

    expect(first.ids).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11]);
    expect(second.ids).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('gives no more than 1,000 images in a page, with a token for the rest', async () => {
    const { list } = await setUp(1001);

    const page = await list({ perPage: 10_000 });

    expect(page.ids).toHaveLength(1000);
    await expect(list({ perPage: 10_000, continuationToken: page.token ?? '' })).resolves.toEqual({
      ids: [1],
      token: null,
    });
  });

  it('ends a page early when its images are too large for one answer, and loses none', async () => {
    const { list } = await setUp(5, { sizeOf: () => 2_000_000 });

    expect((await listAll(list)).map((page) => page.length)).toEqual([2, 2, 1]);
  });

  it('gets on even when a single image is larger than a page', async () => {
    const { list } = await setUp(2, { sizeOf: () => 9_000_000 });

    expect(await listAll(list)).toEqual([[2], [1]]);
  });

  it('keeps only images whose metadata match, over all pages', async () => {
    const { list } = await setUp(45);

    const pages = await listAll(list, { filters: [EVEN] });

    expect(pages.map((page) => page.length)).toEqual([10, 10, 2]);
    expect(pages.flat()).toEqual(Array.from({ length: 22 }, (_, i) => 44 - 2 * i));
  });

  it('looks at 5,000 images for a filter and then answers with a token, also when nothing matched', async () => {
    const { list } = await setUp(5001);
    const filters: MetadataFilter[] = [{ path: ['missing'], comparison: 'eq', type: 'any', values: ['x'] }];

    const page = await list({ filters });

    expect(page).toEqual({ ids: [], token: expect.any(String) });
    await expect(list({ filters, continuationToken: page.token ?? '' })).resolves.toEqual({
      ids: [],
      token: null,
    });
  });

  it('tells creators apart, and those without', async () => {
    const { images, list } = await setUp(1);
    await publish(images, 2, { creator: 'ann' });
    await publish(images, 3, { creator: 'bob' });

    await expect(list({ creator: 'ann' })).resolves.toMatchObject({ ids: [2] });
    await expect(list({ creator: null })).resolves.toMatchObject({ ids: [1] });
    await expect(list()).resolves.toMatchObject({ ids: [3, 2, 1] });
  });

  it('refuses the token of another list', async () => {
    const { list } = await setUp(11);
    const { token } = await list();

    await expect(list({ continuationToken: token ?? '', order: 'asc' })).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });
});

describe('listing images by page number', () => {
  const listPage = async (images: InMemoryImages, page: number, perPage = 10, creator?: string | null) =>
    (
      await listImagesByPage(
        { accountId: ACCOUNT, page, perPage, creator },
        { index: images, sizeOf: () => 3500 },
      )
    ).map(({ id }) => id);

  it('cuts the list, newest first, into pages', async () => {
    const { images } = await setUp(25);

    await expect(listPage(images, 1)).resolves.toHaveLength(10);
    await expect(listPage(images, 3)).resolves.toEqual([
      'image-5',
      'image-4',
      'image-3',
      'image-2',
      'image-1',
    ]);
  });

  it('is empty past the end', async () => {
    const { images } = await setUp(25);

    await expect(listPage(images, 4)).resolves.toEqual([]);
  });

  it('reads no image before the page', async () => {
    const { images } = await setUp(25);
    const read = jest.spyOn(images, 'page');

    await listPage(images, 3);

    expect(read.mock.calls).toMatchObject([[{ limit: 10, startAfter: expect.anything() }]]);
  });

  it('refuses a page that no answer can hold, and says what helps', async () => {
    const { images } = await setUp(9_200);

    await expect(listPage(images, 1, 9_000)).resolves.toHaveLength(9_000);
    await expect(listPage(images, 1, 9_200)).rejects.toThrow(/^per_page: .* ask for fewer images$/);
  });

  it('lists one creator, or images without', async () => {
    const { images } = await setUp(1);
    await publish(images, 2, { creator: 'ann' });

    await expect(listPage(images, 1, 10, 'ann')).resolves.toEqual(['image-2']);
    await expect(listPage(images, 1, 10, null)).resolves.toEqual(['image-1']);
  });

  it('refuses pages beyond 100,000 images and names the other list', async () => {
    const { images } = await setUp(0);

    await expect(listPage(images, 11, 10_000)).rejects.toThrow(
      /^page: numbered pages reach 100000 images.*images\/v2/,
    );
  });
});
