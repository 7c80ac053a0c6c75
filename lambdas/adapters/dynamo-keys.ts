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

/** `pk` of the count of a token's requests in one window. */
export const ratePk = (tokenHash: string, windowStartSeconds: number): string =>
  `RATE#${tokenHash}#${windowStartSeconds}`;

/** `pk` of an account's settings. */
export const settingsPk = (hash: string): string => `ACCOUNT#${hash}`;

/** `pk` of an account's signing keys. */
export const signingKeysPk = (hash: string): string => `KEYS#${hash}`;

/** `pk` of an account's webhooks. */
export const webhooksPk = (hash: string): string => `WEBHOOKS#${hash}`;

/** Over how many items an account's count is spread: publishes of one account at the same time rarely meet. */
const COUNT_SHARDS = 16;

/** `pk` of every item that holds a part of an account's count of images. */
export const countPks = (hash: string): string[] =>
  Array.from({ length: COUNT_SHARDS }, (_, shard) => `COUNT#${hash}#${shard}`);

/** `pk` of the item that counts this image. The image decides, so that its deletion is taken off where it was added. */
export const countPk = ({ accountHash: hash, imageKey }: ImageRef): string =>
  `COUNT#${hash}#${(Buffer.from(imageKey, 'base64url')[0] ?? 0) % COUNT_SHARDS}`;

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
