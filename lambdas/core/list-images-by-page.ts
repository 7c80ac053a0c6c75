import { invalidRequest } from './errors';
import type { PublishedImage } from './image';
import type { ImageIndex } from './ports';
import { walkImages } from './walk-images';

/** How far numbered pages reach, in images; further on the walk would outlast the gateway's 30 seconds. */
const MAX_REACH = 100_000;
/** Images read from the index at a time while walking to the page. */
const STRIDE = 1000;

/** What to list; `page` counts from 1. */
export interface ListImagesByPageRequest {
  readonly accountId: string;
  readonly page: number;
  readonly perPage: number;
  /** `null`: images without a creator; undefined: all. */
  readonly creator?: string | null | undefined;
}

/**
 * One numbered page, newest first (contract 3.9, deprecated there). The index cannot jump to a number: the walk reads
 * every image before the page, so the cost grows with the page number. `listImages` has no such cost.
 * @throws DomainError `invalid-request` for a page beyond the reach of numbered pages.
 */
export const listImagesByPage = async (
  request: ListImagesByPageRequest,
  index: ImageIndex,
): Promise<readonly PublishedImage[]> => {
  const { accountId, page, perPage, creator } = request;
  const end = page * perPage;
  if (end > MAX_REACH) {
    throw invalidRequest(`page: numbered pages reach ${MAX_REACH} images; list further ones with images/v2`);
  }
  const images: PublishedImage[] = [];
  let position = 0;
  const query = { accountId, order: 'desc', limit: Math.min(end, STRIDE) } as const;
  for await (const image of walkImages(index, creator === undefined ? query : { ...query, creator })) {
    if (position >= end - perPage) images.push(image);
    position += 1;
    if (position === end) break;
  }
  return images;
};
