import type { DeliveryCache } from './delivery/delivery-ports';
import { isVisible } from './draft-visibility';
import { imageNotFound } from './errors';
import { type Draft, isDraft } from './image';
import { refOf, stagingKey } from './keys';
import type { Clock, ImageRepository, PublishedObjects, StagedUploads } from './ports';

/** What `deleteImage` needs. */
export interface DeleteImageDeps {
  readonly images: Pick<ImageRepository, 'delete'>;
  readonly staged: Pick<StagedUploads, 'exists' | 'remove'>;
  readonly objects: Pick<PublishedObjects, 'removeAll'>;
  readonly cache: Pick<DeliveryCache, 'purgeImage'>;
  readonly clock: Clock;
}

const discardDraft = async (draft: Draft, deps: DeleteImageDeps): Promise<void> => {
  const wasVisible = await isVisible(draft, deps.clock(), deps.staged);
  await deps.staged.remove(stagingKey(draft.accountId, draft.id, draft.nonce));
  if (!wasVisible) throw imageNotFound();
};

/**
 * Deletes an image, or cancels a draft and with it the upload URL (contract 3.7). The record goes first: from that
 * write on nothing can be published or delivered under it, whatever is in flight, so that what the edge has cached
 * is dropped for good. A crash before the objects are gone leaves bytes that nothing points to, which is better than
 * a record whose bytes are missing.
 * @throws DomainError `image-not-found`, also for a draft that has expired; its record is swept on the way.
 */
export const deleteImage = async (
  accountId: string,
  imageId: string,
  deps: DeleteImageDeps,
): Promise<void> => {
  const ref = refOf({ accountId, id: imageId });
  const deleted = await deps.images.delete(ref);
  if (!deleted) throw imageNotFound();
  if (isDraft(deleted)) return await discardDraft(deleted, deps);
  await deps.cache.purgeImage(ref.accountHash, imageId);
  await deps.objects.removeAll(ref, deleted.objectKey);
};
