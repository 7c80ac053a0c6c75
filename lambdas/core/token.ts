import { createHash } from 'node:crypto';

/** What a token may do: `edit` includes `read` (contract 2.2). */
export type Permission = 'read' | 'edit';

/** An API token as stored; the token itself never is. */
export interface Token {
  readonly accountId: string;
  readonly name: string;
  readonly permissions: Permission;
  /** RFC 3339 UTC. */
  readonly created: string;
  /** Unix seconds; absent: never. */
  readonly expiresAtSeconds?: number;
  /** Only of a batch token (contract 3.15): the hash of the token that made it, and with which it ends. */
  readonly parentHash?: string;
}

/** How a token is looked up and compared: by the lower-case hex SHA-256 of its UTF-8 bytes, never by its text. */
export const tokenHash = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');
