import { DomainError, imageNotFound, invalidRequest, tooLarge } from './errors';
import { type Draft, isDraft, type PublishedImage } from './image';
import { publishedPrefix, refOf, type UploadTarget } from './keys';
import { type NewDraftDeps, type NewImageFields, newDraft } from './new-draft';
import type { Clock, ImageSource, UploadedFile } from './ports';
import { type PublishDeps, publishFile, removeLosers } from './publish-file';
import { type StoreDraftDeps, storeDraft } from './store-draft';

/** What the caller sends (contract 3.3): exactly one of `file` and `url`. */
export interface CreateImageRequest extends NewImageFields {
  readonly file?: UploadedFile | undefined;
  readonly url?: string | undefined;
}

/** What `createImage` needs. */
export interface CreateImageDeps extends PublishDeps, NewDraftDeps, Pick<StoreDraftDeps, 'staged'> {
  readonly source: ImageSource;
  readonly clock: Clock;
  readonly maxUploadBytes: number;
  /** Hears why the remains of a failed call could not be removed; the caller hears why the call failed. */
  readonly onCleanupFailure: (error: unknown) => void;
}

/**
 * Largest file in the request itself, 4 MiB. A function gets at most 6 MB, bytes travel to it as base64 inside an event,
 * and past that the gateway leaves them out (lib/constructs/create-integration.ts); so our own limit is just below.
 */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Longer than any request takes, so that nobody else gets the id meanwhile; a crashed one holds it no longer. */
const DRAFT_SECONDS = 120;

const assertOneSource = ({ file, url }: CreateImageRequest): void => {
  if (file && url !== undefined) throw invalidRequest('file and url: send only one of them');
  if (!file && url === undefined) throw invalidRequest('file or url: one of them is needed');
};

const readFile = async ({ file, url }: CreateImageRequest, deps: CreateImageDeps): Promise<UploadedFile> => {
  if (!file) {
    const { body, filename } = await deps.source.fetch(url ?? '');
    return filename === null ? { body } : { body, filename };
  }
  const maxFileBytes = Math.min(MAX_FILE_BYTES, deps.maxUploadBytes);
  if (file.body.length > maxFileBytes) {
    throw tooLarge(
      `a file sent here may hold at most ${maxFileBytes} bytes; upload larger ones by direct_upload`,
    );
  }
  return file;
};

/**
 * The draft is gone. Either somebody deleted it, or the write that published it got through and only its answer was
 * lost, so that the client of the table tried again: nobody else knows the nonce, so what is published in its folder
 * is ours.
 * @throws DomainError `image-not-found` when it was deleted
 */
const explainLoss = async (target: UploadTarget, deps: CreateImageDeps): Promise<PublishedImage> => {
  const record = await deps.images.find(target);
  if (record && !isDraft(record) && record.objectKey.startsWith(publishedPrefix(target))) return record;
  await removeLosers(target, deps);
  throw imageNotFound();
};

const fill = async (
  draft: Draft,
  target: UploadTarget,
  request: CreateImageRequest,
  deps: CreateImageDeps,
): Promise<PublishedImage> => {
  const result = await publishFile(draft, target, await readFile(request, deps), deps);
  return result.kind === 'published' ? result.image : explainLoss(target, deps);
};

/**
 * Frees the id, and deletes bytes that were stored when publishing them failed. It does what it can and never throws: why
 * the image was not created is what the caller must hear, and a draft that cannot be removed now expires.
 */
const cancel = async (
  draft: Draft,
  target: UploadTarget,
  failure: unknown,
  deps: CreateImageDeps,
): Promise<void> => {
  try {
    await deps.images.cancelDraft(draft);
    // A refused file was not stored; one whose publishing was throttled was.
    if (!(failure instanceof DomainError) || failure.code === 'too-many-requests')
      await removeLosers(target, deps);
  } catch (error) {
    deps.onCleanupFailure(error);
  }
};

/**
 * Creates an image in one call, by its bytes or from a URL (contract 3.3). Inside, it is an upload like any other: a
 * draft that only this call knows holds the id, and the one way to publish fills it. When that fails the draft goes,
 * so that the id is free at once; a draft that cannot be removed, or whose call crashed, expires in two minutes.
 * @throws DomainError `invalid-request`, `invalid-custom-id`, `custom-id-cannot-be-private`, `already-exists`,
 * `fetch-failed`, `unsupported-format`, `too-large`, `animation-too-large`, `undecodable`, `too-many-requests` when the
 * table is throttled, or `image-not-found` when somebody deletes it meanwhile.
 */
export const createImage = async (
  request: CreateImageRequest,
  deps: CreateImageDeps,
): Promise<PublishedImage> => {
  assertOneSource(request);
  const now = deps.clock();
  const expiresAtSeconds = Math.floor(now.getTime() / 1000) + DRAFT_SECONDS;
  const draft = newDraft(request, now, expiresAtSeconds, deps);
  const target = { ...refOf(draft), nonce: draft.nonce };
  await storeDraft(draft, now, deps);
  try {
    return await fill(draft, target, request, deps);
  } catch (error) {
    await cancel(draft, target, error, deps);
    throw error;
  }
};
