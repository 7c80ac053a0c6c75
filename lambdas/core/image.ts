/** A JSON value as clients may put into `metadata`. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
/** What `metadata` must be: a JSON object. */
export type Metadata = { [key: string]: Json };

/** The formats accepted at ingest, named as in their media types. */
export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'svg+xml' | 'avif' | 'heic';

/**
 * The event about an upload that is still to be sent (`announce-upload.ts`). It is written together with what it tells
 * and removed when it was sent, so that no crash can lose it. No answer of the API shows it.
 */
export interface UnsentEvent {
  /** The event's own id: the same for every repetition. */
  readonly id: string;
  /** RFC 3339 UTC, milliseconds: when S3 had the whole upload. */
  readonly time: string;
  /** Of a refusal: the version that was refused and must be gone before the event is sent; absent when none was found. */
  readonly refusedEtag?: string;
}

/** What a draft and an image have in common. */
interface ImageBase {
  readonly accountId: string;
  /** A UUID of ours or the caller's custom id (contract 3.4). */
  readonly id: string;
  /** RFC 3339, UTC, milliseconds: when the draft was made. It does not change at publish (contract 2.3). */
  readonly uploaded: string;
  readonly requireSignedURLs: boolean;
  readonly meta?: Metadata;
  readonly creator?: string;
  readonly unsentEvent?: UnsentEvent;
}

/** Why the last upload to a draft was refused; the URL stays usable until it expires. */
export interface UploadRefusal {
  /** The code a client would have seen from the API, e.g. 5455. */
  readonly code: number;
  readonly message: string;
}

/** Inspections of an uploaded object that were begun and have not ended (`watch-inspection.ts`). No answer shows them. */
export interface BegunInspections {
  /** Of the object. */
  readonly etag: string;
  /** Those that died before, and the last one, which died or is going on. */
  readonly count: number;
  /** RFC 3339 UTC, milliseconds. */
  readonly lastBegunAt: string;
}

/** An upload that was promised and has not been published. */
export interface Draft extends ImageBase {
  readonly draft: true;
  /** Unguessable, 22 characters base64url; makes each upload URL differ from any older one of the same id. */
  readonly nonce: string;
  /** Unix seconds; from then on the upload URL is dead. */
  readonly expiresAtSeconds: number;
  readonly uploadError?: UploadRefusal;
  readonly begunInspections?: BegunInspections;
}

/** What ingest found in the bytes it checked; every field is derived from them, none from a header. */
export interface ImageFile {
  readonly format: ImageFormat;
  /** `image/<format>`: what the object is stored and served as. */
  readonly contentType: string;
  /** Pixels of one frame as displayed: orientation applied, an SVG's rounded up. */
  readonly width: number;
  readonly height: number;
  /** Frames of an animation; 1 for a still image. */
  readonly frames: number;
  readonly bytes: number;
  /** Lower-case hex SHA-256 of the stored bytes. */
  readonly sha256: string;
}

/** A published image. */
export interface PublishedImage extends ImageBase {
  readonly draft?: never;
  /** At most 255 characters, without directories; null when the client named none. */
  readonly filename: string | null;
  readonly file: ImageFile;
  /** Key in the images bucket; contains the content's sha256, so no other upload can overwrite it. */
  readonly objectKey: string;
}

/** What an image's record holds: the promise of an upload, or what came of it. */
export type Image = Draft | PublishedImage;

/** True while nothing is published under the record. */
export const isDraft = (image: Image): image is Draft => image.draft === true;
