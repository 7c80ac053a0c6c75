import type { MiddlewareObj } from '@middy/core';
import { invalidRequest } from '../core/errors';
import type { ControlEvent, RouteHandler } from './control-event';
import type { ControlRequest } from './control-request';
import { methodNotAllowed, noRoute } from './http-error';
import { isDecodable } from './match-resource';
import { accountRouteKey } from './routes';

/** `<method> <path>` of a request's route, as handlers know it; undefined when its path names nothing. */
export const routeKeyOf = ({ method, resource }: ControlRequest): string | undefined =>
  resource && accountRouteKey(`${method} ${resource.template}`);

/** Why a path names nothing. */
const unresolved = (path: string): Error =>
  isDecodable(path) ? noRoute() : invalidRequest('The path is not percent-encoded UTF-8');

/**
 * Leaves the route's handler in `event.answer`. Stops what is no route: 405 when the path has other methods, else 404
 * (contract 7, 7003). It comes before the token check, as Cloudflare has it: the routes are public, and nothing else
 * is told.
 */
export const resolveRoute = (handlers: ReadonlyMap<string, RouteHandler>): MiddlewareObj<ControlEvent> => ({
  before: function resolveRouteBefore(request): void {
    const { event } = request;
    const { resource } = event;
    if (!resource) throw unresolved(event.path);
    const answer = handlers.get(routeKeyOf(event) ?? '');
    if (!answer) throw methodNotAllowed(event.method, resource.methods);
    request.event = { ...event, answer, pathParameters: resource.pathParameters };
  },
});
