import { createHash } from 'node:crypto';

/**
 * The public name of an account in upload and delivery URLs: 22 URL-safe base64 characters of the account
 * id's SHA-256, as Cloudflare's account hash (contract 6.1). Nobody gets back to the account id from it.
 */
export const accountHash = (accountId: string): string =>
  createHash('sha256').update(accountId, 'utf8').digest('base64url').slice(0, 22);
