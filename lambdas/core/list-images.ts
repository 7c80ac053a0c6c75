import type { PublishedImage } from './image';
import { type CursorBinding, openCursor, sealCursor } from './list-cursor';
import { listPosition } from './list-position';
import { type MetadataFilter, matchesMetadata } from './metadata-filter';
import type { CursorSecret, ImageIndex, ImageQuery } from './ports';
import { walkImages } from './walk-images';

/** Contract 3.10: larger pages may be asked for, but no page is longer. */
const MAX_PAGE_IMAGES = 1000;
/** Lambda answers at most 6 MB: a page of images with many variants or long ids ends early, with a token. */
const MAX_PAGE_BYTES = 4_500_000;
/** How many images one request looks at for metadata filters; then it answers with what it found and a token. */
const MAX_SCANNED_IMAGES = 5000;

/** What to list. */
export interface ListImagesRequest {
  readonly accountId: string;
  /** Images wanted in one page. */
  readonly perPage: number;
  readonly order: 'asc' | 'desc';
  /** `null`: images without a creator; undefined: all. */
  readonly creator?: string | null | undefined;
  readonly filters: readonly MetadataFilter[];
  readonly continuationToken?: string | undefined;
}

/** One page. A page with filters may hold fewer images than wanted, even none, and still have a token. */
export interface ListedImages {
  readonly images: readonly PublishedImage[];
  /** Null on the last page. */
  readonly continuationToken: string | null;
}

/** What `listImages` needs. */
export interface ListImagesDeps {
  readonly index: ImageIndex;
  readonly secret: CursorSecret;
  /** How many bytes an image takes in the answer. */
  readonly sizeOf: (image: PublishedImage) => number;
}

/** One image more than the page holds is read, to know whether there is another page. */
const queryOf = (
  request: ListImagesRequest,
  perPage: number,
  startAfter: string | undefined,
): ImageQuery => ({
  accountId: request.accountId,
  order: request.order,
  limit: request.filters.length > 0 ? MAX_PAGE_IMAGES : perPage + 1,
  ...(request.creator === undefined ? {} : { creator: request.creator }),
  ...(startAfter === undefined ? {} : { startAfter }),
});

/** Takes matching images while they fit; `resumeAfter` is the last one looked at when there are more. */
const takePage = async (
  query: ImageQuery,
  perPage: number,
  filters: readonly MetadataFilter[],
  deps: ListImagesDeps,
) => {
  const images: PublishedImage[] = [];
  let [scanned, bytes] = [0, 0];
  let resumeAfter: string | undefined;
  for await (const image of walkImages(deps.index, query)) {
    // Only of what is shown: a filter may pass over thousands.
    const size = matchesMetadata(image.meta, filters) ? deps.sizeOf(image) : undefined;
    const tooLarge = images.length > 0 && bytes + (size ?? 0) > MAX_PAGE_BYTES;
    if (images.length === perPage || scanned === MAX_SCANNED_IMAGES || tooLarge)
      return { images, resumeAfter };
    scanned += 1;
    resumeAfter = listPosition(image);
    if (size === undefined) continue;
    images.push(image);
    bytes += size;
  }
  return { images, resumeAfter: undefined };
};

/**
 * One page of the account's published images in upload order (contract 3.10). Pages follow on from the position of
 * the last image, not from a number: uploads and deletions between two pages cause no gap and no duplicate, and the
 * last page costs what the first does.
 * @throws DomainError `invalid-request` for a continuation token that is not of this list.
 */
export const listImages = async (request: ListImagesRequest, deps: ListImagesDeps): Promise<ListedImages> => {
  const { accountId, order, creator, filters, continuationToken } = request;
  const binding: CursorBinding = { accountId, order, creator, filters };
  const startAfter =
    continuationToken === undefined
      ? undefined
      : openCursor(await deps.secret.get(), binding, continuationToken);
  const perPage = Math.min(request.perPage, MAX_PAGE_IMAGES);

  const page = await takePage(queryOf(request, perPage, startAfter), perPage, filters, deps);

  const { images, resumeAfter } = page;
  return {
    images,
    continuationToken:
      resumeAfter === undefined ? null : sealCursor(await deps.secret.get(), binding, resumeAfter),
  };
};
