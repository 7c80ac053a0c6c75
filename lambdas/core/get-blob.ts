import { imageNotFound } from './errors';
import { type GetImageDeps, getImage } from './get-image';
import { isDraft, type PublishedImage } from './image';
import type { PublishedObjects } from './ports';

/** A function's answer may have 6 MB, and bytes travel as base64, four for three; the rest is for headers. */
const MAX_ANSWERED_BYTES = 4_000_000;

/** The link is followed at once. */
const LINK_SECONDS = 60;

/** Links to originals that work without credentials for a short time. */
export interface OriginalLinks {
  /** The bytes of the image, with its media type and name. */
  linkTo(image: PublishedImage, seconds: number): Promise<string>;
}

/** What `getBlob` needs. */
export interface GetBlobDeps extends GetImageDeps {
  readonly objects: Pick<PublishedObjects, 'get'>;
  readonly links: OriginalLinks;
}

/** An original: its bytes, or where they are when they are too many for one answer. */
export type Blob =
  | { readonly image: PublishedImage; readonly body: Buffer }
  | { readonly image: PublishedImage; readonly location: string };

/**
 * The bytes of an image as they are stored (contract 3.8).
 * @throws DomainError `image-not-found`, also for a draft.
 */
export const getBlob = async (accountId: string, imageId: string, deps: GetBlobDeps): Promise<Blob> => {
  const image = await getImage(accountId, imageId, deps);
  if (isDraft(image)) throw imageNotFound();
  if (image.file.bytes > MAX_ANSWERED_BYTES) {
    return { image, location: await deps.links.linkTo(image, LINK_SECONDS) };
  }
  const body = await deps.objects.get(image.objectKey);
  if (!body) throw imageNotFound();
  return { image, body };
};
