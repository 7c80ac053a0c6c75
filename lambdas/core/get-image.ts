import { uploadWaits } from './draft-visibility';
import { imageNotFound } from './errors';
import { isExpired } from './expiry';
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
 * account's image cannot even be asked for. While an upload waits to be checked, its draft is live although it has
 * expired, and what an earlier upload was refused for says nothing any more.
 * @throws DomainError `image-not-found`, also for a draft that has expired.
 */
export const getImage = async (accountId: string, imageId: string, deps: GetImageDeps): Promise<Image> => {
  const ref = refOf({ accountId, id: imageId });
  const now = deps.clock();
  const found = await deps.images.find(ref);
  if (!found) throw imageNotFound();
  if (!isDraft(found) || !(isExpired(found, now) || found.uploadError)) return found;

  const { uploadError: _ofAnEarlierUpload, ...draft } = found;
  if (await uploadWaits(found, now, deps.staged)) return draft;
  // An upload that waits no more may be published by now: that happens before it is removed.
  const record = await deps.images.find(ref);
  if (!record || (isDraft(record) && isExpired(record, now))) throw imageNotFound();
  return record;
};
