import { type AnnounceDeps, announceUpload } from './announce-upload';
import { ERROR_NUMBERS } from './error-codes';
import { DomainError, invalidRequest, tooLarge } from './errors';
import { isPublishable } from './expiry';
import { type Draft, type Image, isDraft, type PublishedImage, type UploadRefusal } from './image';
import { failedEvent, uploadedEvent } from './image-event';
import { stagingKeyOf, type UploadTarget } from './keys';
import type { Clock, FileExtractor, ImageRepository, StagedObject, StagedUploads } from './ports';
import { type PublishDeps, type PublishResult, publishFile, removeLosers } from './publish-file';
import { watchInspector } from './watch-inspection';

/** What a multipart body may hold around the file: boundaries, part headers and fields that are ignored. */
const MULTIPART_OVERHEAD_BYTES = 64 * 1024;

/** One object that S3 reports as created below the staging prefix. */
export interface StagedUpload {
  readonly target: UploadTarget;
  /** When S3 completed it. Not now: an event may wait hours in a queue, and its upload was still in time. */
  readonly completedAt: Date;
  /** How often its event was delivered, this time included. */
  readonly deliveries: number;
}

/** What `ingestUpload` needs. */
export interface IngestDeps extends PublishDeps, AnnounceDeps {
  readonly images: ImageRepository;
  readonly staged: StagedUploads;
  readonly extractor: FileExtractor;
  readonly clock: Clock;
  readonly maxUploadBytes: number;
}

/** What became of an upload; each of them is final. */
export type IngestOutcome =
  | { readonly kind: 'published'; readonly image: PublishedImage; readonly draftToPublishedSeconds: number }
  | { readonly kind: 'refused'; readonly error: DomainError; readonly refusal: UploadRefusal }
  | {
      readonly kind: 'discarded';
      readonly reason: 'dead-url' | 'lost-race' | 'already-handled';
      /** Whoever handled the upload before had not sent its event; now it was sent. */
      readonly announced: boolean;
    };

/** The record as the draft this URL was minted for; undefined when the URL is used, cancelled or minted again. */
const liveDraft = (record: Image | undefined, target: UploadTarget): Draft | undefined =>
  record && isDraft(record) && record.nonce === target.nonce ? record : undefined;

/**
 * Ends an upload whose URL is dead. Without an ETag whatever waits under the key goes: the nonce in it is never used
 * again, so no object under this key can be published, now or later.
 */
const discard = async (
  { target }: StagedUpload,
  reason: 'dead-url' | 'lost-race',
  deps: IngestDeps,
): Promise<IngestOutcome> => {
  const announced = await announceUpload(target, deps);
  await removeLosers(target, deps);
  await deps.staged.remove(stagingKeyOf(target));
  return { kind: 'discarded', reason, announced };
};

/**
 * Deletes what was refused, then tells why; true when it was told only now. In this order, because who is told may try
 * again at once, and the URL takes nothing while an object waits. Only the version that was refused goes; a better one
 * that overwrote it meanwhile waits for its own event.
 */
const finishRefusal = async (
  target: UploadTarget,
  refusedEtag: string | undefined,
  deps: IngestDeps,
): Promise<boolean> => {
  if (refusedEtag !== undefined) await deps.staged.remove(stagingKeyOf(target), refusedEtag);
  return announceUpload(target, deps);
};

/**
 * Ends an upload that broke a rule; the draft stays usable until it expires (contract 4.3). The reason is recorded before
 * the object goes: an object that is gone has then always left its trace. When another upload was published first, or
 * the draft is gone, nothing is left to record, and nobody is told of the refusal.
 */
const refuse = async (
  { target, completedAt }: StagedUpload,
  draft: Draft,
  error: DomainError,
  etag: string | undefined,
  deps: IngestDeps,
): Promise<IngestOutcome> => {
  const refusal = { code: ERROR_NUMBERS[error.code], message: error.message };
  await deps.images.recordRefusal(draft, refusal, failedEvent(target, completedAt, refusal.code, etag));
  await finishRefusal(target, etag, deps);
  return { kind: 'refused', error, refusal };
};

/**
 * The object is gone. Normally the event is a duplicate: whoever handled the object recorded a refusal or published
 * before deleting it, so the record, read after that, says so. A draft without a trace means that the bucket's
 * lifecycle swept an upload that waited too long; its owner is told. `finished`: this very call told of a refusal.
 */
const explainAbsence = async (
  upload: StagedUpload,
  finished: boolean,
  deps: IngestDeps,
): Promise<IngestOutcome> => {
  const draft = liveDraft(await deps.images.find(upload.target), upload.target);
  if (draft === undefined) return discard(upload, 'dead-url', deps);
  if (draft.uploadError) {
    const announced = await announceUpload(upload.target, deps);
    return { kind: 'discarded', reason: 'already-handled', announced: finished || announced };
  }
  return refuse(
    upload,
    draft,
    invalidRequest('The uploaded file was not processed in time; upload it again'),
    undefined,
    deps,
  );
};

const extractFile = async (object: StagedObject, deps: IngestDeps) => {
  const limit = tooLarge(`a file may hold at most ${deps.maxUploadBytes} bytes`);
  if (object.body === undefined) throw limit;
  const file = await deps.extractor.extract({ ...object, body: object.body });
  if (file.body.length > deps.maxUploadBytes) throw limit;
  return file;
};

/** Publishes the file in a staged object; the rule it breaks, being late included, is a result like any other. */
const publish = async (
  { target, completedAt, deliveries }: StagedUpload,
  draft: Draft,
  object: StagedObject,
  deps: IngestDeps,
): Promise<PublishResult | { readonly kind: 'refused'; readonly error: DomainError }> => {
  try {
    if (!isPublishable(draft, completedAt)) throw invalidRequest('The upload URL has expired');
    const file = await extractFile(object, deps);
    // Most are delivered once: no record is written about those.
    const inspector = deliveries > 1 ? watchInspector(draft, object.etag, deps) : deps.inspector;
    return await publishFile(draft, target, file, { ...deps, inspector }, uploadedEvent(target, completedAt));
  } catch (error) {
    if (error instanceof DomainError) return { kind: 'refused', error };
    throw error;
  }
};

/**
 * Handles one staged object, once or any number of times, in any order and beside any other: exactly one set of bytes
 * is published for each draft, and every accepted upload ends published, refused with a reason, or discarded because
 * its URL was dead, and is announced. Anything else is thrown and the event stays queued: every step can be repeated.
 * @throws whatever a port throws that is not a DomainError
 */
export const ingestUpload = async (upload: StagedUpload, deps: IngestDeps): Promise<IngestOutcome> => {
  const { target } = upload;
  const draft = liveDraft(await deps.images.find(target), target);
  if (draft === undefined) return discard(upload, 'dead-url', deps);
  // This upload or an earlier one was refused, and that was not finished. What is owed for it would be overwritten by what
  // becomes of the object that waits now.
  const { unsentEvent } = draft;
  const finished = unsentEvent ? await finishRefusal(target, unsentEvent.refusedEtag, deps) : false;

  const object = await deps.staged.read(stagingKeyOf(target), deps.maxUploadBytes + MULTIPART_OVERHEAD_BYTES);
  if (object === undefined) return explainAbsence(upload, finished, deps);

  const result = await publish(upload, draft, object, deps);
  if (result.kind === 'refused') return refuse(upload, draft, result.error, object.etag, deps);
  if (result.kind === 'lost') return discard(upload, 'lost-race', deps);
  await announceUpload(target, deps);
  await deps.staged.remove(stagingKeyOf(target), object.etag);
  const draftToPublishedSeconds = secondsSince(draft.uploaded, deps);
  return { kind: 'published', image: result.image, draftToPublishedSeconds };
};

const secondsSince = (instant: string, { clock }: IngestDeps): number =>
  Math.max(0, (clock().getTime() - Date.parse(instant)) / 1000);
