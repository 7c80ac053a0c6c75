import { createHash } from 'node:crypto';
import { type Image, isDraft, type Metadata, type UnsentEvent, type UploadRefusal } from './image';
import { publishedPrefix, type UploadTarget } from './keys';
import { type RenderOptions, renderImage } from './render-image';
import { variantsThatFit } from './variants-that-fit';

/** The `source` of every event; rules of an app filter by it. */
export const IMAGE_EVENT_SOURCE = 'direct-upload.images';

/**
 * UTF-8 bytes of an event's JSON at most. EventBridge takes entries up to 256 KB and SQS messages as large; half of
 * it leaves room for the envelopes around it. All but `variants` stay below 20 KB: metadata is at most 1 KB, the id and
 * the creator are 1,024 characters each. A hundred variants of the longest id, 9 KB when it is percent-encoded, would need
 * 0.9 MB.
 */
export const MAX_EVENT_BYTES = 128 * 1024;

/** An image as an event shows it: the same fields with the same values as in an answer of the API (contract 2.3). */
export interface EventImage {
  readonly id: string;
  /** Null when nothing was published, and when the client named none. */
  readonly filename: string | null;
  readonly meta: Metadata;
  readonly creator: string | null;
  readonly requireSignedURLs: boolean;
  /** RFC 3339 UTC: when the upload was promised. */
  readonly uploaded: string;
  /** Delivery URLs, as many as fit (`MAX_EVENT_BYTES`); a draft's lead nowhere until it is published. */
  readonly variants: readonly string[];
}

/** What both kinds of event have in common. */
interface EventBase {
  /** 64 hex digits; what a receiver that must act once remembers. */
  readonly id: string;
  /** RFC 3339 UTC, milliseconds: when S3 had the whole upload that was published or refused. */
  readonly time: string;
  readonly accountId: string;
  readonly image: EventImage;
}

/** An upload was published. */
export interface ImageUploaded extends EventBase {
  readonly type: 'image.uploaded';
}

/** An upload was refused. */
export interface ImageUploadFailed extends EventBase {
  readonly type: 'image.upload_failed';
  /** The number is the API's (contract 7). */
  readonly error: UploadRefusal;
}

/**
 * What became of a direct upload (contract 9): EventBridge carries it as `detail`, its `type` as `detail-type` and
 * `IMAGE_EVENT_SOURCE` as `source`. It is sent at least once; every repetition has the same `id` and `time`, and shows
 * the image as it is when it is sent.
 */
export type ImageEvent = ImageUploaded | ImageUploadFailed;

/** The digest of what tells one event from all others; the nonce is in it as a digest only, it is a secret. */
const eventId = (type: ImageEvent['type'], target: UploadTarget, ...parts: (string | number | null)[]) =>
  createHash('sha256')
    .update(JSON.stringify([type, publishedPrefix(target), ...parts]), 'utf8')
    .digest('hex');

/** The event of a published upload. A minting is published once, so whoever handles it makes the same id. */
export const uploadedEvent = (target: UploadTarget, completedAt: Date): UnsentEvent => ({
  id: eventId('image.uploaded', target),
  time: completedAt.toISOString(),
});

/**
 * The event of a refused upload; `etag` is that of the refused bytes, absent when they were gone. When the
 * upload ended is part of the id: whoever sends the same wrong file again is told again.
 */
export const failedEvent = (
  target: UploadTarget,
  completedAt: Date,
  code: number,
  etag?: string,
): UnsentEvent => ({
  id: eventId('image.upload_failed', target, completedAt.toISOString(), etag ?? null, code),
  time: completedAt.toISOString(),
  ...(etag === undefined ? {} : { refusedEtag: etag }),
});

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8');

/** Leaves out the last variants of an event that would be too large. */
const fitting = (event: ImageEvent): ImageEvent => {
  const room = MAX_EVENT_BYTES - jsonBytes({ ...event, image: { ...event.image, variants: [] } });
  const variants = variantsThatFit(event.image.variants, room, jsonBytes);
  return { ...event, image: { ...event.image, variants } };
};

/** The kind of event that a record tells of. @throws Error for a draft of which no upload was refused */
const outcomeOf = (
  record: Image,
): Pick<ImageUploaded, 'type'> | Pick<ImageUploadFailed, 'type' | 'error'> => {
  if (!isDraft(record)) return { type: 'image.uploaded' };
  if (record.uploadError) return { type: 'image.upload_failed', error: record.uploadError };
  throw new Error(`Nothing has become of the draft ${record.id} of account ${record.accountId} yet`);
};

/**
 * The event that a record says is to be sent, with the image as the API shows it.
 * @throws Error for a draft of which no upload was refused: refusal and event are written together
 */
export const imageEvent = (record: Image, { id, time }: UnsentEvent, options: RenderOptions): ImageEvent => {
  const rendered = renderImage(record, options);
  return fitting({
    id,
    ...outcomeOf(record),
    time,
    accountId: record.accountId,
    image: {
      id: rendered.id,
      filename: rendered.filename,
      meta: rendered.meta ?? {},
      creator: rendered.creator ?? null,
      requireSignedURLs: rendered.requireSignedURLs,
      uploaded: rendered.uploaded,
      variants: rendered.variants,
    },
  });
};
