import type { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import type { Clock } from '../core/ports';
import type { ControlAnswer } from './control-event';
import type { ControlRequest } from './control-request';
import { routeKeyOf } from './resolve-route';

/** What the request log needs of Powertools' logger. */
export type RequestLogger = Pick<Logger, 'appendKeys' | 'resetKeys' | 'info' | 'warn' | 'error'>;

/**
 * One line for each request with its ids, route, status and duration in milliseconds. Headers and bodies are left out:
 * they carry tokens and end users' data.
 */
export const logRequest = (
  logger: RequestLogger,
  clock: Clock,
): MiddlewareObj<ControlRequest, ControlAnswer> => {
  let startedAt = 0;
  const finish = (response: ControlAnswer | null): void => {
    logger.info('Request answered', {
      status: response?.statusCode,
      durationMs: clock().getTime() - startedAt,
    });
    logger.resetKeys();
  };
  return {
    before: function logRequestBefore({ event, context }): void {
      startedAt = clock().getTime();
      const imageId = event.resource?.pathParameters['image_id'];
      logger.appendKeys({
        requestId: context.awsRequestId,
        apiRequestId: event.requestId,
        route: routeKeyOf(event) ?? 'none',
        ...(imageId === undefined ? {} : { imageId }),
      });
    },
    after: function logRequestAfter({ response }): void {
      finish(response);
    },
    onError: function logRequestOnError({ response }): void {
      finish(response);
    },
  };
};
