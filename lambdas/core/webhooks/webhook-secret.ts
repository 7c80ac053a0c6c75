const PREFIX = 'whsec_';

/** Standard base64 with its padding, which `Buffer.from` would not insist on. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What the Standard Webhooks specification 1.0.0 wants of a key, in bytes. */
const MIN_KEY_BYTES = 24;
const MAX_KEY_BYTES = 64;

/** True for a secret that starts with `whsec_`, which says that base64 follows: it must then be `isSerializedKey` too. */
export const hasKeyPrefix = (secret: string): boolean => secret.startsWith(PREFIX);

/** True for `whsec_` and 24 to 64 bytes in base64 (Standard Webhooks 1.0.0, "Signature scheme"). */
export const isSerializedKey = (secret: string): boolean => {
  const encoded = secret.slice(PREFIX.length);
  const { length } = Buffer.from(encoded, 'base64');
  return hasKeyPrefix(secret) && BASE64.test(encoded) && length >= MIN_KEY_BYTES && length <= MAX_KEY_BYTES;
};

/**
 * The bytes that a secret signs with: what follows `whsec_`, decoded; of any other secret, as those made for
 * Cloudflare's `cf-webhook-auth`, its text in UTF-8, which the specification's libraries call a raw secret.
 */
export const hmacKeyOf = (secret: string): Buffer =>
  isSerializedKey(secret) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret, 'utf8');
