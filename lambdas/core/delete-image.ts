import type { DeliveryCache } from './delivery/delivery-ports';
import { isVisible } from './draft-visibility';
import { imageNotFound } from './errors';
import { type Draft, isDraft } from './image';
import { publishedPrefix, refOf, stagingKey } from './keys';
import type { Clock, ImageRef, ImageRepository, PublishedObjects, StagedUploads } from './ports';

/** What `deleteImage` needs. */
export interface DeleteImageDeps {
  readonly images: Pick<ImageRepository, 'delete' | 'find'>;
  readonly staged: Pick<StagedUploads, 'exists' | 'remove'>;
  readonly objects: Pick<PublishedObjects, 'removeAll'>;
  readonly cache: Pick<DeliveryCache, 'purgeImage'>;
  readonly clock: Clock;
}

/** Deletes what was uploaded for a draft; true when the draft could still be seen. */
const discardUpload = async (draft: Draft, deps: DeleteImageDeps): Promise<boolean> => {
  const wasVisible = await isVisible(draft, deps.clock(), deps.staged);
  await deps.staged.remove(stagingKey(draft.accountId, draft.id, draft.nonce));
  return wasVisible;
};

/** Where the minting that the record is of now has its bytes; undefined without a record. */
const currentPrefix = async (ref: ImageRef, { images }: DeleteImageDeps): Promise<string | undefined> => {
  const record = await images.find(ref);
  if (!record) return undefined;
  if (isDraft(record)) return publishedPrefix({ ...ref, nonce: record.nonce });
  return record.objectKey.slice(0, record.objectKey.lastIndexOf('/') + 1);
};

/**
 * Deletes an image, or cancels a draft and with it the upload URL (contract 3.7). The record goes first: from that
 * write on nothing can be published or delivered under it, whatever is in flight, so that what the edge has cached
 * is dropped for good. Then all bytes that were ever stored for the id go, also when there was no record: so whoever
 * repeats a call that died in between finishes it.
 *
 * Only the minting that has the record by then is spared. Bytes are stored after their draft and listed before the record
 * is read, so those of any other minting are of one whose record is gone; that never comes back.
 * @throws DomainError `image-not-found`, also for a draft that has expired; its record is swept on the way.
 */
export const deleteImage = async (
  accountId: string,
  imageId: string,
  deps: DeleteImageDeps,
): Promise<void> => {
  const ref = refOf({ accountId, id: imageId });
  const deleted = await deps.images.delete(ref);
  const wasThere = deleted !== undefined && (!isDraft(deleted) || (await discardUpload(deleted, deps)));
  if (deleted && !isDraft(deleted)) await deps.cache.purgeImage(ref.accountHash, imageId);
  await deps.objects.removeAll(ref, () => currentPrefix(ref, deps));
  if (!wasThere) throw imageNotFound();
};
