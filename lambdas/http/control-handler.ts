import type { MiddlewareObj } from '@middy/core';
import middy from '@middy/core';
import type { AuthenticateDeps } from '../core/authenticate';
import type { RateLimitDeps } from '../core/rate-limit';
import { requireToken } from './authenticate';
import { parseBody } from './body-parser';
import { compressAnswer } from './compress-answer';
import type { ControlAnswer, ControlEvent, RouteHandler } from './control-event';
import { mapErrors } from './error-mapper';
import { type GatewayHandler, toGatewayHandler } from './gateway-handler';
import { limitRequests } from './limit-requests';
import { logRequest, type RequestLogger } from './log-request';
import { resolveRoute } from './resolve-route';

/** What every function of the control API needs around its use cases. */
export interface ControlDeps extends AuthenticateDeps {
  readonly logger: RequestLogger;
  /** What one token may ask for; no limit without it. */
  readonly rateLimits?: RateLimitDeps | undefined;
  /** Run around all others, first in and last out: tracing. */
  readonly outerMiddlewares?: readonly MiddlewareObj[];
}

/**
 * The Lambda handler of one function of the control API: the middlewares that all of them share around a table of
 * handlers by `<method> <path>`.
 */
export const createControlHandler = (
  handlers: Readonly<Record<string, RouteHandler>>,
  deps: ControlDeps,
): GatewayHandler =>
  toGatewayHandler(
    middy<ControlEvent, ControlAnswer>()
      .use([...(deps.outerMiddlewares ?? [])])
      .use(logRequest(deps.logger, deps.clock))
      .use(compressAnswer())
      .use(resolveRoute(new Map(Object.entries(handlers))))
      .use(requireToken(deps))
      .use(limitRequests(deps.rateLimits, deps.clock))
      .use(parseBody())
      .use(mapErrors(deps.logger))
      .handler((event) => event.answer(event)),
  );
