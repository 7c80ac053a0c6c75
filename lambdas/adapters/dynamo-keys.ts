import { createHash } from 'node:crypto';
import { accountHash } from '../core/account';
import type { ImageRef } from '../core/ports';

/** The sparse index of published images, and of tokens. */
export const LISTING_INDEX = 'listing';
/** The sparse index of published images by creator. */
export const CREATOR_INDEX = 'creator';

/** `pk` of a draft or an image. */
export const imagePk = (ref: ImageRef): string => `IMAGE#${ref.accountHash}#${ref.imageKey}`;

/** `pk` of a token, by the hash of the token. */
export const tokenPk = (tokenHash: string): string => `TOKEN#${tokenHash}`;

/** `pk` of an account's settings. */
export const settingsPk = (hash: string): string => `ACCOUNT#${hash}`;

/** `pk` of the key that authenticates continuation tokens. */
export const CURSOR_SECRET_PK = 'SECRET#cursor';

/** `listPartition` of an account's published images. */
export const imagesPartition = (accountId: string): string => `IMAGES#${accountHash(accountId)}`;

/** `listPartition` of an account's tokens. */
export const tokensPartition = (accountId: string): string => `TOKENS#${accountHash(accountId)}`;

/** `listSort` of a token. */
export const tokenSort = (created: string, tokenHash: string): string => `${created}#${tokenHash}`;

/**
 * `creatorPartition` of a published image; nothing after the last `#` without a creator. The creator's hash, because
 * a creator may be longer than the 2,048 bytes of a key.
 */
export const creatorPartition = (accountId: string, creator: string | null | undefined): string => {
  const name = creator ? createHash('sha256').update(creator, 'utf8').digest('base64url') : '';
  return `CREATOR#${accountHash(accountId)}#${name}`;
};
