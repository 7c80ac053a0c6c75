import { forbidden, unauthenticated } from './errors';
import type { Clock, TokenRepository } from './ports';
import { type Permission, type Token, tokenHash } from './token';

/** What `authenticate` needs. */
export interface AuthenticateDeps {
  readonly tokens: TokenRepository;
  readonly clock: Clock;
}

/** Contract 2.2: reads accept either permission. */
const allows = (token: Token, permission: Permission): boolean =>
  token.permissions === 'edit' || token.permissions === permission;

const isExpired = (token: Token, now: Date): boolean =>
  token.expiresAtSeconds !== undefined && now.getTime() >= token.expiresAtSeconds * 1000;

const findLive = async (hash: string, deps: AuthenticateDeps): Promise<Token> => {
  const found = await deps.tokens.find(hash);
  if (!found || isExpired(found, deps.clock())) throw unauthenticated();
  return found;
};

/** Who asks. */
export interface Caller {
  /** The account whose data the request may touch, and no other. */
  readonly accountId: string;
  readonly token: Token;
  readonly tokenHash: string;
}

/**
 * Security invariant: the only place that decides what a token may do. The token is looked up by its hash, so nothing
 * about a stored token can be learnt from how long a wrong one takes. `accountId` is the account that the request
 * names; undefined for paths that name none, which the token's own account then answers. A batch token works on those
 * only (contract 3.15): it reaches images and nothing else, cannot make another batch token, and ends with the token that
 * made it.
 * @throws DomainError `unauthenticated` (no token, unknown, expired), `forbidden` (another account, no permission)
 */
export const authenticate = async (
  token: string | undefined,
  permission: Permission,
  accountId: string | undefined,
  deps: AuthenticateDeps,
): Promise<Caller> => {
  if (!token) throw unauthenticated();
  const hash = tokenHash(token);
  const found = await findLive(hash, deps);
  if (found.parentHash !== undefined) {
    await findLive(found.parentHash, deps);
    if (accountId !== undefined) throw forbidden();
  }
  if (accountId !== undefined && accountId !== found.accountId) throw forbidden();
  if (!allows(found, permission)) throw forbidden();
  return { accountId: found.accountId, token: found, tokenHash: hash };
};
