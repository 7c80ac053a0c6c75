import { invalidRequest } from './errors';
import type { PublishedImage } from './image';
import type { ImageIndex, ImageQuery } from './ports';

/** How far numbered pages reach, in images: counting up to there takes the index about a hundred queries. */
const MAX_REACH = 100_000;
/** What an answer may take before it is compressed; the function holds it several times over while it makes it. */
const MAX_PAGE_BYTES = 32_000_000;

/** What to list; `page` counts from 1. */
export interface ListImagesByPageRequest {
  readonly accountId: string;
  readonly page: number;
  readonly perPage: number;
  /** `null`: images without a creator; undefined: all. */
  readonly creator?: string | null | undefined;
}

/** What `listImagesByPage` needs. */
export interface ListImagesByPageDeps {
  readonly index: ImageIndex;
  /** How many bytes an image takes in the answer. */
  readonly sizeOf: (image: PublishedImage) => number;
}

const assertFits = (images: readonly PublishedImage[], { sizeOf }: ListImagesByPageDeps): void => {
  let bytes = 0;
  for (const image of images) {
    bytes += sizeOf(image);
    if (bytes > MAX_PAGE_BYTES)
      throw invalidRequest('per_page: the page is too large for one answer; ask for fewer images');
  }
};

/**
 * One numbered page, newest first (contract 3.9, deprecated there). The index cannot jump to a number: it counts every
 * image before the page, so the cost grows with the page number. `listImages` has no such cost.
 * @throws DomainError `invalid-request` for a page beyond the reach of numbered pages, or one that no answer can hold.
 */
export const listImagesByPage = async (
  request: ListImagesByPageRequest,
  deps: ListImagesByPageDeps,
): Promise<readonly PublishedImage[]> => {
  const { accountId, page, perPage, creator } = request;
  if (page * perPage > MAX_REACH) {
    throw invalidRequest(`page: numbered pages reach ${MAX_REACH} images; list further ones with images/v2`);
  }
  const list: Omit<ImageQuery, 'limit'> = {
    accountId,
    order: 'desc',
    ...(creator === undefined ? {} : { creator }),
  };
  const before = (page - 1) * perPage;
  const startAfter = before === 0 ? undefined : await deps.index.positionAfter({ ...list, limit: before });
  if (before > 0 && startAfter === undefined) return [];
  const query = startAfter === undefined ? list : { ...list, startAfter };
  const { images } = await deps.index.page({ ...query, limit: perPage });
  assertFits(images, deps);
  return images;
};
