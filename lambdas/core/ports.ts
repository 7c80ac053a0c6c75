import type {
  BegunInspections,
  Draft,
  Image,
  ImageFile,
  Metadata,
  PublishedImage,
  UnsentEvent,
  UploadRefusal,
} from './image';
import type { ImageEvent } from './image-event';
import type { UploadTarget } from './keys';
import type { AccountSettings } from './settings';
import type { Token } from './token';

/** Now; injected so that tests decide. */
export type Clock = () => Date;

/** Which image: the key form, as URLs and S3 keys have it. */
export type ImageRef = Pick<UploadTarget, 'accountHash' | 'imageKey'>;

/** What an edit sets: absent fields stay as they are, null clears (contract 3.6). */
export interface ImageChange {
  readonly requireSignedURLs?: boolean;
  readonly meta?: Metadata | null;
  readonly creator?: string | null;
}

/** The records of drafts and images. */
export interface ImageRepository {
  /**
   * Stores a draft in one conditional write, if nothing has its id, or exactly the draft `replaced`, whose nonce dies with
   * it. Returns the record that has the id afterwards; with the draft's own nonce it is the draft.
   */
  createDraft(draft: Draft, replaced?: Draft): Promise<Image>;
  /** The record as stored, expired or not; consistent read. */
  find(ref: ImageRef): Promise<Image | undefined>;
  /**
   * The one write that makes a draft an image: conditional on draft and nonce, removes `draft`, the expiry and
   * `uploadError`, adds the list keys. Only `filename`, `file`, `objectKey` and `unsentEvent` of `published` are
   * written: what was edited on the draft meanwhile stays. `lost`: the record is gone, another upload won, or it was minted again.
   */
  publish(draft: Draft, published: PublishedImage): Promise<'published' | 'lost'>;
  /**
   * Records why an upload was refused and that its event is to be sent, conditional on draft and nonce; a draft that is
   * no more is left alone.
   */
  recordRefusal(draft: Draft, refusal: UploadRefusal, unsentEvent: UnsentEvent): Promise<void>;
  /** Sets or, with undefined, removes `begunInspections`, conditional on draft and nonce; a draft that is no more is left alone. */
  recordInspections(draft: Draft, begun: BegunInspections | undefined): Promise<void>;
  /** Removes `unsentEvent` if it is still this one; the record of another upload or image is left alone. */
  markEventSent(ref: ImageRef, eventId: string): Promise<void>;
  /**
   * Changes a draft or an image as it was read, the index of creators included. Undefined when it is another one by
   * now: published, deleted or minted again since.
   */
  edit(image: Image, change: ImageChange): Promise<Image | undefined>;
  /** Deletes a draft, conditional on draft and nonce, so that its id is free; whatever else is there stays. */
  cancelDraft(draft: Draft): Promise<void>;
  /** Deletes whatever is there and returns what it was; undefined when nothing was. */
  delete(ref: ImageRef): Promise<Image | undefined>;
}

/** One page of a list, in upload order. */
export interface ImagePage {
  readonly images: readonly PublishedImage[];
  /** Where the next page starts (`list-position.ts`); absent on the last page. */
  readonly nextPosition?: string;
}

/** What to list. */
export interface ImageQuery {
  readonly accountId: string;
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  /** `null`: images without a creator; absent: all. */
  readonly creator?: string | null;
  readonly startAfter?: string;
}

/** The published images of an account; drafts are never in it. */
export interface ImageIndex {
  page(query: ImageQuery): Promise<ImagePage>;
  /**
   * The position after the first `limit` images of a query, where its page after those starts; undefined when there are
   * fewer. It is found without an image being transferred.
   */
  positionAfter(query: ImageQuery): Promise<string | undefined>;
}

/** How many published images an account has. */
export interface ImageCounter {
  /** Costs the same for any number of images. */
  count(accountHash: string): Promise<number>;
}

/** The key that authenticates continuation tokens: one for each deployment, known to nobody outside it. */
export interface CursorSecret {
  get(): Promise<Buffer>;
}

/** API tokens by hash. */
export interface TokenRepository {
  find(tokenHash: string): Promise<Token | undefined>;
}

/** Where batch tokens are kept until they expire (contract 3.15); `TokenRepository` finds them like all others. */
export interface BatchTokens {
  add(token: Token & { readonly expiresAtSeconds: number }, tokenHash: string): Promise<void>;
}

/** A span of time in which requests are counted, in Unix seconds. */
export interface RequestWindow {
  readonly startsAtSeconds: number;
  readonly endsAtSeconds: number;
}

/** How much each token has asked for. */
export interface RequestCounter {
  /** Counts one more request of the token in the window, atomically; returns how many there are with it. */
  count(tokenHash: string, window: RequestWindow): Promise<number>;
}

/** Account settings; an account without any has `DEFAULT_SETTINGS`. */
export interface SettingsRepository {
  get(accountHash: string): Promise<AccountSettings>;
}

/** The form fields and limits of one S3 presigned POST, named as S3 and Uppy name them. */
export interface PresignedPost {
  readonly method: 'POST';
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  /** RFC 3339 UTC; never later than the signing credentials live. */
  readonly expires: string;
}

/** Signs presigned POSTs, locally. */
export interface UploadSigner {
  sign(key: string, expiresAt: Date): Promise<PresignedPost>;
}

/** An object as it was when read: bytes, what the uploader declared, and the ETag that identifies this version. */
export interface StagedObject {
  /** Absent when the object is larger than the caller's limit: nothing of it was read then. */
  readonly body?: Buffer;
  readonly etag: string;
  /** As declared by the uploader; only tells multipart from raw, never trusted as a format. */
  readonly contentType: string;
  /** The file's name if the presigned POST carried it. */
  readonly filename?: string;
}

/** Uploaded bytes that are not checked yet. */
export interface StagedUploads {
  /**
   * Reads the whole object into memory, or only what it is called when it is larger than `maxBytes`. Returns
   * undefined when there is none.
   */
  read(key: string, maxBytes: number): Promise<StagedObject | undefined>;
  /** True when an object waits under exactly this key. */
  exists(key: string): Promise<boolean>;
  /**
   * Deletes that version only (If-Match): an upload that arrived meanwhile under the same key is left for its own
   * event. Without an ETag, deletes whatever is there.
   */
  remove(key: string, etag?: string): Promise<void>;
}

/** The file inside an upload, as the client sent it: nothing of it is checked. */
export interface UploadedFile {
  readonly body: Buffer;
  /** What the client called it, directories and all. */
  readonly filename?: string;
}

/** Finds the file in what was uploaded: the part named `file` of a multipart body, else the body itself. */
export interface FileExtractor {
  /** @throws DomainError `invalid-request` when a multipart body is malformed or has no such part. */
  extract(upload: UploadedFile & { readonly contentType: string }): Promise<UploadedFile>;
}

/** Checked bytes, for good. */
export interface PublishedObjects {
  put(key: string, body: Buffer, contentType: string): Promise<void>;
  /** The bytes under the key; undefined when there are none. */
  get(key: string): Promise<Buffer | undefined>;
  /**
   * Deletes what uploads for this minting left and did not win: everything below `publishedPrefix(target)` but
   * `publishedObjectKey`. Only for a target that can never publish again.
   */
  removeLosers(target: UploadTarget, publishedObjectKey?: string): Promise<void>;
  /**
   * Deletes the objects of every minting of an image, but those below the prefix that `findSpared` answers, and everything
   * derived from it. `findSpared` is called when the objects have been listed.
   */
  removeAll(ref: ImageRef, findSpared: () => Promise<string | undefined>): Promise<void>;
}

/** Checks bytes and says what they are; may return other bytes than it was given (a sanitised SVG). */
export interface ImageInspector {
  /**
   * @throws DomainError `unsupported-format`, `too-large`, `animation-too-large` or `undecodable`.
   */
  inspect(body: Buffer): Promise<{ readonly body: Buffer; readonly file: ImageFile }>;
}

/** An image fetched from a URL. */
export interface SourceImage {
  readonly body: Buffer;
  /** The URL's last path segment, percent-decoded and else as it is; null when it is empty (contract 2.3). */
  readonly filename: string | null;
}

/** Where apps hear what became of uploads (contract 9). */
export interface ImageEvents {
  /**
   * Resolves when the event was accepted for good. Called again with the same event after a crash.
   * @throws Error when it was not accepted
   */
  publish(event: ImageEvent): Promise<void>;
}

/** Where `url` uploads come from (contract 3.3). */
export interface ImageSource {
  /** @throws DomainError `fetch-failed` or `too-large` */
  fetch(url: string): Promise<SourceImage>;
}
