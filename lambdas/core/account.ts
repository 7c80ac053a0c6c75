import { createHash } from 'node:crypto';

/**
 * The public name of an account in upload and delivery URLs: 22 URL-safe base64 characters of the account
 * id's SHA-256, as Cloudflare's account hash (contract 6.1). Nobody gets back to the account id from it.
 */
export const accountHash = (accountId: string): string =>
  createHash('sha256').update(accountId, 'utf8').digest('base64url').slice(0, 22);

const ACCOUNT_HASH = /^[A-Za-z0-9_-]{22}$/;

/** True for text that `accountHash` could have made. Nothing else may become part of a key or a path. */
export const isAccountHash = (text: string): boolean => ACCOUNT_HASH.test(text);
