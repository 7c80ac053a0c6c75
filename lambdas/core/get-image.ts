import { isVisible } from './draft-visibility';
import { imageNotFound } from './errors';
import { type Image, isDraft } from './image';
import { refOf } from './keys';
import type { Clock, ImageRepository, StagedUploads } from './ports';

/** What `getImage` needs. */
export interface GetImageDeps {
  readonly images: Pick<ImageRepository, 'find'>;
  readonly staged: Pick<StagedUploads, 'exists'>;
  readonly clock: Clock;
}

/**
 * An image or a live draft of the account (contract 3.5). The account is part of the record's key, so another
 * account's image cannot even be asked for.
 * @throws DomainError `image-not-found`, also for a draft that has expired.
 */
export const getImage = async (accountId: string, imageId: string, deps: GetImageDeps): Promise<Image> => {
  const ref = refOf({ accountId, id: imageId });
  const image = await deps.images.find(ref);
  if (!image) throw imageNotFound();
  if (!isDraft(image) || (await isVisible(image, deps.clock(), deps.staged))) return image;
  // An upload that waits no more may be published by now: that happens before it is removed.
  const published = await deps.images.find(ref);
  if (!published || isDraft(published)) throw imageNotFound();
  return published;
};
