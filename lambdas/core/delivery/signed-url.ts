import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SigningKey } from '../signing-keys';

/** What a valid signature grants. */
export interface SignatureGrant {
  /** Unix seconds; absent when the URL was signed without `exp` and never expires. */
  readonly expiresAtSeconds?: number;
}

const SIGNATURE = /^[0-9a-f]{64}$/;
const EXPIRY = /^\d{1,12}$/;

const hmac = (key: string, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();

/** Constant time for each text and key, and every key is tried whichever matches. */
const matchesAny = (signature: Buffer, texts: readonly string[], keys: readonly SigningKey[]): boolean => {
  let matches = false;
  for (const { value } of keys) {
    for (const text of texts) matches = timingSafeEqual(signature, hmac(value, text)) || matches;
  }
  return matches;
};

/** Without parameters signers are known to sign the path alone and the path with a bare `?` (contract 6.2 REC). */
const signedTexts = (path: string, parameters: string): string[] =>
  parameters === '' ? [path, `${path}?`] : [`${path}?${parameters}`];

const isAlive = (expiry: string | undefined, now: Date): boolean =>
  expiry === undefined || (EXPIRY.test(expiry) && Number(expiry) * 1000 > now.getTime());

/** Whether there is a signature to verify at all. */
export const claimsSignature = (query: string): boolean => new URLSearchParams(query).has('sig');

/**
 * Verifies a signed delivery URL (contract 6.2): HMAC-SHA-256 with the key's text, over the path as sent and the
 * parameters without `sig`, in their order. `path` and `query` are percent-encoded as the viewer sent them. A repeated
 * `sig` or `exp` is refused: two readers could each take another one. Undefined when the URL grants nothing.
 */
export const verifySignedUrl = (
  path: string,
  query: string,
  keys: readonly SigningKey[],
  now: Date,
): SignatureGrant | undefined => {
  const parameters = new URLSearchParams(query);
  const [signature, ...otherSignatures] = parameters.getAll('sig');
  const [expiry, ...otherExpiries] = parameters.getAll('exp');
  if (signature === undefined || otherSignatures.length > 0 || otherExpiries.length > 0) return undefined;
  if (!SIGNATURE.test(signature)) return undefined;
  parameters.delete('sig');
  const authentic = matchesAny(Buffer.from(signature, 'hex'), signedTexts(path, parameters.toString()), keys);
  if (!authentic || !isAlive(expiry, now)) return undefined;
  return expiry === undefined ? {} : { expiresAtSeconds: Number(expiry) };
};
