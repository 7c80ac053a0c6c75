import type { MiddlewareObj } from '@middy/core';
import type { ControlEvent, RouteHandler } from './control-event';
import { methodNotAllowed, noRoute } from './http-error';
import { accountRouteKey, ROUTES, type Route } from './routes';

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The paths that a route's template matches: `{x}` one segment, `{x+}` all that follow, none of them empty. */
const patternOf = (path: string): RegExp => {
  const segments = path.split('/').map((segment) => {
    if (!segment.startsWith('{')) return escapeRegExp(segment);
    return segment.endsWith('+}') ? '[^/]+(?:/[^/]+)*' : '[^/]+';
  });
  return new RegExp(`^${segments.join('/')}$`, 's');
};

const PATTERNS = ROUTES.map((route) => ({ method: route.method, pattern: patternOf(route.path) }));

/** The methods that a path has, sorted; none for a path that is no route. `rawPath` is decoded, as HTTP APIs do. */
export const methodsOf = (rawPath: string): Route['method'][] => {
  const methods = PATTERNS.filter(({ pattern }) => pattern.test(rawPath)).map(({ method }) => method);
  return [...new Set(methods)].sort();
};

/**
 * Leaves the route's handler in `event.answer`, by API Gateway's `routeKey`. Stops what is no route of the function
 * (`$default`): 405 when the path exists with other methods, else 404 (contract 7, 7003). It comes before the token
 * check, as Cloudflare has it: the routes are public, and nothing else is told.
 */
export const resolveRoute = (handlers: ReadonlyMap<string, RouteHandler>): MiddlewareObj<ControlEvent> => ({
  before: function resolveRouteBefore(request): void {
    const { event } = request;
    const answer = handlers.get(accountRouteKey(event.routeKey));
    if (!answer) {
      const methods = methodsOf(event.rawPath);
      throw methods.length > 0 ? methodNotAllowed(event.requestContext.http.method, methods) : noRoute();
    }
    request.event = { ...event, answer };
  },
});
