import { forbidden, unauthenticated } from './errors';
import type { Clock, TokenRepository } from './ports';
import { type Permission, type Token, tokenHash } from './token';

export interface AuthenticateDeps {
  readonly tokens: TokenRepository;
  readonly clock: Clock;
}

/** Contract 2.2: reads accept either permission. */
const allows = (token: Token, permission: Permission): boolean =>
  token.permissions === 'edit' || token.permissions === permission;

const isExpired = (token: Token, now: Date): boolean =>
  token.expiresAtSeconds !== undefined && now.getTime() >= token.expiresAtSeconds * 1000;

/**
 * Security invariant: the only place that decides what a token may do. The token is looked up by its hash, so nothing
 * about a stored token can be learnt from how long a wrong one takes. `accountId` is the account that the request
 * names; undefined for paths that name none, which the token's own account then answers.
 * @returns the account whose data the request may touch, and no other
 * @throws DomainError `unauthenticated` (no token, unknown, expired), `forbidden` (another account, no permission)
 */
export const authenticate = async (
  token: string | undefined,
  permission: Permission,
  accountId: string | undefined,
  deps: AuthenticateDeps,
): Promise<string> => {
  const found = token ? await deps.tokens.find(tokenHash(token)) : undefined;
  if (!found || isExpired(found, deps.clock())) throw unauthenticated();
  if (accountId !== undefined && accountId !== found.accountId) throw forbidden();
  if (!allows(found, permission)) throw forbidden();
  return found.accountId;
};
