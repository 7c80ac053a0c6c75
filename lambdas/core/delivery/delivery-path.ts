import { isAccountHash } from '../account';
import { imageKey } from '../keys';
import type { ImageRef } from '../ports';
import { invalidPath } from './delivery-error';

/** What a delivery URL names. */
export interface DeliveryTarget {
  readonly ref: ImageRef;
  /** The last segment as written: a variant's name or a list of options. */
  readonly lastSegment: string;
}

/** Longest path worth looking at: more than an id may take percent-encoded (`custom-id.ts`) with options beside it. */
const MAX_PATH_LENGTH = 14_000;

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw invalidPath('The URL is not valid percent-encoding', { cause });
  }
};

/**
 * Splits `/<account hash>/<image id>/<variant or options>` (contract 6.1), percent-encoded as the viewer sent it.
 * A custom id may have slashes, written as they are or as `%2F`; the last segment is never part of it. The id is only
 * ever used hashed, so nothing in it can reach another key.
 * @throws DeliveryError `invalid-path`.
 */
export const parseDeliveryPath = (path: string): DeliveryTarget => {
  const [root, hash = '', ...rest] = path.split('/');
  const lastSegment = rest.pop();
  if (root !== '' || path.length > MAX_PATH_LENGTH || rest.length === 0 || !lastSegment) {
    throw invalidPath('The URL must be /<account hash>/<image id>/<variant>');
  }
  // Only the hash's own alphabet, never encoded: one spelling, so that an account's cached answers share one prefix.
  if (!isAccountHash(hash)) throw invalidPath('The account hash is not valid');
  return { ref: { accountHash: hash, imageKey: imageKey(rest.map(decode).join('/')) }, lastSegment };
};
