import type { Draft, PublishedImage, UnsentEvent } from '../../lambdas/core/image';

/** The moment at which tests happen. */
export const NOW = new Date('2026-03-04T05:06:07.891Z');
/** `NOW` in whole Unix seconds. */
export const NOW_SECONDS = Math.floor(NOW.getTime() / 1000);
/** The account that images belong to. */
export const ACCOUNT = 'account-1';

/** Some seconds after `NOW`; negative for before. */
export const secondsLater = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

/** A draft made at `NOW` that lives half an hour. */
export const draftOf = (values: Partial<Draft> = {}): Draft => ({
  draft: true,
  accountId: ACCOUNT,
  id: '11111111-2222-4333-8444-555555555555',
  uploaded: NOW.toISOString(),
  requireSignedURLs: false,
  nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
  expiresAtSeconds: NOW_SECONDS + 1800,
  ...values,
});

/** An event that is still to be sent, with an id made of one byte. */
export const unsentEventOf = (byte: string): UnsentEvent => ({
  id: byte.repeat(32),
  time: secondsLater(60).toISOString(),
});

/** What the draft becomes when a small JPEG is uploaded to it. */
export const publishedOf = (draft: Draft, values: Partial<PublishedImage> = {}): PublishedImage => {
  const {
    draft: _draft,
    nonce: _nonce,
    expiresAtSeconds: _expires,
    uploadError: _error,
    unsentEvent: _event,
    ...kept
  } = draft;
  const sha256 = 'ab'.repeat(32);
  return {
    ...kept,
    filename: 'cat.jpg',
    file: { format: 'jpeg', contentType: 'image/jpeg', width: 4, height: 3, frames: 1, bytes: 120, sha256 },
    objectKey: `images/hash/key/nonce/${sha256}`,
    ...values,
  };
};
