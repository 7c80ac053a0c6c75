import { randomBytes } from 'node:crypto';
import type { Caller } from './authenticate';
import type { BatchTokens, Clock } from './ports';
import { tokenHash } from './token';

const LIFETIME_SECONDS = 3600;

/** What a caller of the batch API is given (contract 3.15). */
export interface BatchToken {
  readonly token: string;
  /** RFC 3339 UTC with nanoseconds. */
  readonly expiresAt: string;
}

/** What `createBatchToken` needs. */
export interface CreateBatchTokenDeps {
  readonly batchTokens: BatchTokens;
  readonly clock: Clock;
  /** Unguessable text that fits an Authorization header. */
  readonly newToken: () => string;
}

/** 256 random bits as 43 characters base64url. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/**
 * Makes a token for the batch API: for the caller's account, with the caller's own permission and no more, for an hour
 * or until the caller's token ends.
 */
export const createBatchToken = async (
  { accountId, token: parent, tokenHash: parentHash }: Caller,
  deps: CreateBatchTokenDeps,
): Promise<BatchToken> => {
  const now = deps.clock();
  const latest = Math.floor(now.getTime() / 1000) + LIFETIME_SECONDS;
  const expiresAtSeconds = Math.min(latest, parent.expiresAtSeconds ?? latest);
  const token = deps.newToken();
  await deps.batchTokens.add(
    {
      accountId,
      name: `batch token of ${parent.name}`,
      permissions: parent.permissions,
      created: now.toISOString(),
      expiresAtSeconds,
      parentHash,
    },
    tokenHash(token),
  );
  return {
    token,
    expiresAt: new Date(expiresAtSeconds * 1000).toISOString().replace('.000Z', '.000000000Z'),
  };
};
