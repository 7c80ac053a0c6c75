import type { MiddlewareObj } from '@middy/core';
import { type AuthenticateDeps, authenticate } from '../core/authenticate';
import type { ControlEvent } from './control-event';
import { headerOf } from './header';

/**
 * The token of a request (contract 1.1, 2.2): bearer, or the value of `X-Auth-Key` beside any `X-Auth-Email`, or of
 * `X-Auth-User-Service-Key`. The first that is present counts, so a wrong bearer token is not saved by another header.
 */
const tokenOf = (event: ControlEvent): string | undefined => {
  const authorization = headerOf(event, 'authorization');
  if (authorization !== '') return /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  return headerOf(event, 'x-auth-key') || headerOf(event, 'x-auth-user-service-key') || undefined;
};

/**
 * Checks the token and leaves who asks in `event.caller`, the account also in `event.accountId`. Everything but GET
 * needs the permission `edit`.
 */
export const requireToken = (deps: AuthenticateDeps): MiddlewareObj<ControlEvent> => ({
  before: async function requireTokenBefore(request): Promise<void> {
    const { event } = request;
    const permission = event.method === 'GET' ? 'read' : 'edit';
    const caller = await authenticate(tokenOf(event), permission, event.pathParameters['account_id'], deps);
    request.event = { ...event, caller, accountId: caller.accountId };
  },
});
