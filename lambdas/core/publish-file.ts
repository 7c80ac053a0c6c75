import type { Draft, PublishedImage, UnsentEvent } from './image';
import { publishedKey, type UploadTarget } from './keys';
import type { ImageInspector, ImageRepository, PublishedObjects, UploadedFile } from './ports';
import { uploadFilename } from './upload-filename';

/** What publishing needs. */
export interface PublishDeps {
  readonly images: ImageRepository;
  readonly objects: PublishedObjects;
  readonly inspector: ImageInspector;
}

/** The image as published, or that another upload, a deletion or a new minting came first. */
export type PublishResult =
  | { readonly kind: 'published'; readonly image: PublishedImage }
  | { readonly kind: 'lost' };

const asPublished = (
  draft: Draft,
  rest: Pick<PublishedImage, 'filename' | 'file' | 'objectKey' | 'unsentEvent'>,
): PublishedImage => {
  const {
    draft: _draft,
    nonce: _nonce,
    expiresAtSeconds: _expires,
    uploadError: _error,
    begunInspections: _begun,
    unsentEvent: _event,
    ...kept
  } = draft;
  return { ...kept, ...rest };
};

/**
 * Security invariant: the only place that publishes bytes. The buffer that the inspector returned is the buffer that
 * is stored, under a key that holds its digest and that no URL can write; only then does one conditional write make
 * the draft an image. A crash between the two leaves an object that nothing refers to, which the retry overwrites
 * with itself or `removeLosers` deletes, or else goes when the id is deleted. `unsentEvent` is written in the same
 * write, by those who announce what they publish.
 * @throws DomainError `unsupported-format`, `too-large`, `animation-too-large` or `undecodable`.
 */
export const publishFile = async (
  draft: Draft,
  target: UploadTarget,
  upload: UploadedFile,
  deps: PublishDeps,
  unsentEvent?: UnsentEvent,
): Promise<PublishResult> => {
  const { body, file } = await deps.inspector.inspect(upload.body);
  const objectKey = publishedKey(target, file.sha256);
  const image = asPublished(draft, {
    filename: uploadFilename(upload.filename),
    file,
    objectKey,
    ...(unsentEvent ? { unsentEvent } : {}),
  });

  await deps.objects.put(objectKey, body, file.contentType);
  const result = await deps.images.publish(draft, image);

  return result === 'published' ? { kind: 'published', image } : { kind: 'lost' };
};

/**
 * Deletes the bytes that uploads for this minting left without winning. Call it only when the record was seen not to
 * be a draft with this nonce: nonces are never used twice, so that stays true, nothing can be published below
 * `publishedPrefix(target)` any more, and however late the deletion runs it can only hit bytes nobody refers to. A
 * winner of the same minting is spared by its key, also when it holds the very same content as the loser.
 */
export const removeLosers = async (target: UploadTarget, deps: Pick<PublishDeps, 'images' | 'objects'>) => {
  const record = await deps.images.find(target);
  await deps.objects.removeLosers(target, record?.draft ? undefined : record?.objectKey);
};
