import middy from '@middy/core';
import type { ControlAnswer, ControlEvent } from './control-event';
import type { ControlDeps } from './control-handler';
import { mapErrors } from './error-mapper';
import { type GatewayHandler, toGatewayHandler } from './gateway-handler';
import { logRequest } from './log-request';

/**
 * The Lambda handler of what is answered to everyone. It is a chain of its own, without the token check, so that no
 * route of an account can lose that check by a wrong name in a list.
 */
export const createOpenHandler = (
  answer: () => Promise<ControlAnswer>,
  deps: Pick<ControlDeps, 'logger' | 'clock' | 'outerMiddlewares'>,
): GatewayHandler =>
  toGatewayHandler(
    middy<ControlEvent, ControlAnswer>()
      .use([...(deps.outerMiddlewares ?? [])])
      .use(logRequest(deps.logger, deps.clock))
      .use(mapErrors(deps.logger))
      .handler(() => answer()),
  );
