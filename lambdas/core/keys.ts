import { createHash } from 'node:crypto';
import { accountHash, isAccountHash } from './account';
import type { Image } from './image';
import type { ImageRef } from './ports';

/** The staging prefix that upload URLs may write below; nothing else in the staging bucket is ever read. */
export const STAGING_PREFIX = 'staging';

/**
 * The name of an image in every key and upload URL: base64url(sha256(image id)), 43 characters. Custom ids are
 * up to 1,024 UTF-8 characters of anything, longer than S3 and DynamoDB keys allow and full of path tricks;
 * a hash has neither problem.
 */
export const imageKey = (imageId: string): string =>
  createHash('sha256').update(imageId, 'utf8').digest('base64url');

/** The key form of an image's account and id. */
export const refOf = ({ accountId, id }: Pick<Image, 'accountId' | 'id'>): ImageRef => ({
  accountHash: accountHash(accountId),
  imageKey: imageKey(id),
});

/** The last path segment of an upload URL, `<image key>.<nonce>`. */
export const uploadObjectName = (imageId: string, nonce: string): string => `${imageKey(imageId)}.${nonce}`;

/** What a staging key or an upload URL's path says; the image id itself cannot be recovered. */
export interface UploadTarget {
  readonly accountHash: string;
  readonly imageKey: string;
  readonly nonce: string;
}

/** Where an upload's bytes wait for ingest: `staging/<account hash>/<image key>.<nonce>`. */
export const stagingKeyOf = (target: UploadTarget): string =>
  `${STAGING_PREFIX}/${target.accountHash}/${target.imageKey}.${target.nonce}`;

/** `stagingKeyOf` for a draft. */
export const stagingKey = (accountId: string, imageId: string, nonce: string): string =>
  stagingKeyOf({ ...refOf({ accountId, id: imageId }), nonce });

const OBJECT_NAME = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{22})$/;

/**
 * Parses the two path segments of an upload URL. The exact alphabet is a security invariant: API Gateway decodes
 * path parameters before it builds the S3 key, so anything else here could leave the staging prefix.
 * Returns undefined for anything that is not exactly such a pair.
 */
export const parseUploadTarget = (hash: string, objectName: string): UploadTarget | undefined => {
  const match = OBJECT_NAME.exec(objectName);
  if (!isAccountHash(hash) || !match?.[1] || !match[2]) return undefined;
  return { accountHash: hash, imageKey: match[1], nonce: match[2] };
};

/** Parses a staging key, already URL-decoded; undefined for a key that no upload URL of ours can write. */
export const parseStagingKey = (key: string): UploadTarget | undefined => {
  const [prefix, hash, objectName, ...rest] = key.split('/');
  if (prefix !== STAGING_PREFIX || hash === undefined || objectName === undefined || rest.length > 0)
    return undefined;
  return parseUploadTarget(hash, objectName);
};

/** Below this the checked bytes of all mintings of an image's id are kept: `images/<account hash>/<image key>/`. */
export const imagePrefix = (ref: ImageRef): string => `images/${ref.accountHash}/${ref.imageKey}/`;

/**
 * Where the bytes checked for one draft are kept: `images/<account hash>/<image key>/<digest of the nonce>/`. Each
 * minting has a folder of its own, so bytes that lost a race can be deleted without a thought for a later draft of
 * the same id that happens to hold the same content. The nonce itself is a secret and appears in no published key.
 */
export const publishedPrefix = (target: UploadTarget): string => {
  const digest = createHash('sha256').update(target.nonce, 'utf8').digest('base64url').slice(0, 22);
  return `${imagePrefix(target)}${digest}/`;
};

/**
 * Where one upload's checked bytes are kept: `<publishedPrefix><sha256>`. No URL can write here, and two different
 * uploads never share a key: the loser of a race cannot overwrite the winner.
 */
export const publishedKey = (target: UploadTarget, sha256: string): string =>
  `${publishedPrefix(target)}${sha256}`;

/** Below this an image's derivatives are kept, and nothing else: `derived/<account hash>/<image key>/`. */
export const derivedPrefix = (target: Pick<UploadTarget, 'accountHash' | 'imageKey'>): string =>
  `derived/${target.accountHash}/${target.imageKey}/`;
