import { timingSafeEqual } from 'node:crypto';
import { alreadyExists, type DomainError, imageNotFound, invalidRequest, tooLarge } from './errors';
import { isExpired } from './expiry';
import { type Draft, type Image, isDraft } from './image';
import { publishedPrefix, type UploadTarget } from './keys';

/** What the upload endpoint may pass on. */
export interface UploadRequestLimits {
  /** Whole request body, in bytes: API Gateway's own limit or less. */
  readonly maxRequestBytes: number;
}

/** What becomes of one request to an upload URL. */
export type UploadDecision =
  | { readonly accepted: true; readonly draft: Draft }
  | { readonly accepted: false; readonly error: DomainError };

const refused = (error: DomainError): UploadDecision => ({ accepted: false, error });

/** Compares secrets in time that depends on their length only. */
const sameSecret = (a: string, b: string): boolean => {
  const left = Buffer.from(a, 'utf8');
  const right = Buffer.from(b, 'utf8');
  return left.length === right.length && timingSafeEqual(left, right);
};

/**
 * Security invariant: the only place that decides whether a request to an upload URL may write. It may when the
 * record under the URL's image key is a draft, its nonce is the URL's, it is not expired, and the declared length is
 * within the limit. Whoever does not hold the right nonce learns nothing: an unknown id, a forged nonce and the URL
 * of an earlier minting of the same id are all `image-not-found`. Ingest checks the same again for every object.
 *
 * `contentLength` is undefined for a chunked request, whose size the gateway itself limits. Refusals (contract 4.3):
 * `image-not-found`, `already-exists` (this very URL was used), `invalid-request` (expired), `too-large`.
 */
export const decideUpload = (
  image: Image | undefined,
  target: UploadTarget,
  contentLength: number | undefined,
  now: Date,
  limits: UploadRequestLimits,
): UploadDecision => {
  if (image === undefined) return refused(imageNotFound());
  if (!isDraft(image)) {
    // A published image no longer holds its nonce, but its object's key holds the nonce's digest.
    return refused(image.objectKey.startsWith(publishedPrefix(target)) ? alreadyExists() : imageNotFound());
  }
  if (!sameSecret(image.nonce, target.nonce)) return refused(imageNotFound());
  if (isExpired(image, now)) return refused(invalidRequest('The upload URL has expired'));
  if (contentLength !== undefined && contentLength > limits.maxRequestBytes) {
    return refused(tooLarge(`a request to an upload URL holds at most ${limits.maxRequestBytes} bytes`));
  }
  return { accepted: true, draft: image };
};
