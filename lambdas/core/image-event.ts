import type { Metadata, UploadRefusal } from './image';

/** The `source` of every event; rules of an app filter by it. */
export const IMAGE_EVENT_SOURCE = 'direct-upload.images';

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

/**
 * What became of a direct upload (contract 9): EventBridge carries it as `detail`, its `type` as `detail-type` and
 * `IMAGE_EVENT_SOURCE` as `source`. It is sent at least once; every repetition has the same `id` and `time`, and shows
 * the image as it is when it is sent.
 */
export interface ImageEvent {
  /** 64 hex digits; what a receiver that must act once remembers. */
  readonly id: string;
  readonly type: 'image.uploaded' | 'image.upload_failed';
  /** RFC 3339 UTC, milliseconds: when S3 had the whole upload that was published or refused. */
  readonly time: string;
  readonly accountId: string;
  readonly image: EventImage;
  /** Why the upload was refused; of `image.upload_failed` only. The number is the API's (contract 7). */
  readonly error?: UploadRefusal;
}
