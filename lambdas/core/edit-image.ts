import { accountHash } from './account';
import { checkCreator } from './creator';
import { isCustomId } from './custom-id';
import type { DeliveryCache } from './delivery/delivery-ports';
import { customIdCannotBePrivate } from './errors';
import { getImage } from './get-image';
import { type Image, isDraft, type Metadata } from './image';
import type { Clock, ImageChange, ImageRepository, StagedUploads } from './ports';

/** What the caller asks for (contract 3.6): undefined leaves a field as it is. */
export interface EditImageRequest {
  readonly accountId: string;
  readonly id: string;
  /** Replaces the old one whole; null clears it. */
  readonly metadata?: Metadata | null | undefined;
  readonly requireSignedURLs?: boolean | undefined;
  /** Empty text and null clear it. */
  readonly creator?: string | null | undefined;
}

/** What `editImage` needs. */
export interface EditImageDeps {
  readonly images: Pick<ImageRepository, 'find' | 'edit'>;
  readonly staged: Pick<StagedUploads, 'exists'>;
  readonly cache: Pick<DeliveryCache, 'purgeImage'>;
  readonly clock: Clock;
}

/** How often an edit starts over because the record was published or minted again in between. */
const MAX_ATTEMPTS = 5;

const changeOf = ({ metadata, requireSignedURLs, creator }: EditImageRequest): ImageChange => ({
  ...(metadata === undefined ? {} : { meta: metadata }),
  ...(requireSignedURLs === undefined ? {} : { requireSignedURLs }),
  ...(creator === undefined ? {} : { creator: checkCreator(creator) ?? null }),
});

/**
 * Edits an image, or the draft that an upload will make one. The id stays the same, also when the access flag changes
 * (contract 3.6 REC); what the edge holds is purged then, after the write, so that nothing purged is cached again with
 * the old flag.
 * @throws DomainError `image-not-found`, `custom-id-cannot-be-private` or `invalid-request`.
 */
export const editImage = async (request: EditImageRequest, deps: EditImageDeps): Promise<Image> => {
  const change = changeOf(request);
  if (change.requireSignedURLs && isCustomId(request.id)) throw customIdCannotBePrivate();
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const image = await getImage(request.accountId, request.id, deps);
    if (Object.keys(change).length === 0) return image;
    const edited = await deps.images.edit(image, change);
    if (!edited) continue;
    // Also when the flag was that already: an earlier try may have ended between its write and its purge.
    if (change.requireSignedURLs !== undefined && !isDraft(edited)) {
      await deps.cache.purgeImage(accountHash(edited.accountId), edited.id);
    }
    return edited;
  }
  throw new Error(`An image changed ${MAX_ATTEMPTS} times while it was edited`);
};
