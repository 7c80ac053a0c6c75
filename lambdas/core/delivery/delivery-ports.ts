import type { Readable } from 'node:stream';
import type { ImageFile } from '../image';
import type { AcceptedFormat } from './output-format';
import type { Transform } from './transform';

/** Which bytes of a representation, both ends included (RFC 9110, 14.1.2). */
export interface ByteSpan {
  readonly first: number;
  readonly last: number;
}

/** Stored bytes on their way out. */
export interface OpenedObject {
  readonly contentType: string;
  /** Of the whole object, whatever part of it `body` is. */
  readonly totalBytes: number;
  /** Absent when only the head was asked for, or the range cannot be satisfied. */
  readonly body?: Readable;
  /** Which part `body` is; absent: all of it. */
  readonly span?: ByteSpan | 'unsatisfiable';
}

/** How to open an object. */
export interface OpenOptions {
  /** A single range as in the `Range` header, for instance `bytes=0-99`. */
  readonly range?: string | undefined;
  /** Only what it is, no bytes. */
  readonly headOnly?: boolean;
}

/** An encoded image. */
export interface Derivative {
  readonly body: Buffer;
  /** A media type such as `image/webp`. */
  readonly contentType: string;
}

/** The images bucket as delivery sees it: originals to read, derivatives to read and keep. */
export interface DeliveryObjects {
  /** Opens a stored object for streaming; undefined when there is none. */
  open(key: string, options: OpenOptions): Promise<OpenedObject | undefined>;
  /** All bytes in memory; undefined when there are none. */
  read(key: string): Promise<Buffer | undefined>;
  /** Keeps a derivative. Two that were computed at once are equal, so it does not matter whose stays. */
  keep(key: string, derivative: Derivative): Promise<void>;
  /** Remembers, now, that a derivative could not be rendered. Goes with the image, like a derivative. */
  keepFailure(key: string): Promise<void>;
  /** When that was remembered last; undefined when it was not. */
  failedAt(key: string): Promise<Date | undefined>;
}

/** Computes derivatives. */
export interface Renderer {
  /**
   * @throws DeliveryError `invalid-options` or `too-large` when the transform does not suit this original,
   * `rendering-failed` when the bytes cannot be decoded or encoded.
   */
  render(
    original: Buffer,
    file: ImageFile,
    transform: Transform,
    accepted: AcceptedFormat,
  ): Promise<Derivative>;
}

/** The cache in front of delivery. */
export interface DeliveryCache {
  /** Drops every answer about one image; `imageId` is the id itself, not its key. */
  purgeImage(accountHash: string, imageId: string): Promise<void>;
  /** Drops every answer about an account's images: a variant, a signing key or the configuration changed. */
  purgeAccount(accountHash: string): Promise<void>;
}
