import type { MiddlewareObj } from '@middy/core';
import { tooManyRequests } from '../core/errors';
import type { Clock } from '../core/ports';
import { countRequest, type RateLimitDeps, type RateStatus } from '../core/rate-limit';
import type { ControlAnswer, ControlEvent } from './control-event';

/** Contract 3.16; the date is in RFC 1123 form. */
const headersOf = (status: RateStatus): Record<string, string> => ({
  'x-ratelimit-limit': String(status.limit),
  'x-ratelimit-remaining': String(status.remaining),
  'x-ratelimit-reset': status.resetAt.toUTCString(),
  ...(status.allowed ? {} : { 'retry-after': String(status.retryAfterSeconds) }),
});

/**
 * Holds each token to the deployment's limit and says in every answer where it stands (contract 3.16). Requests without
 * a valid token are nobody's and are not counted. Without `limits` it does nothing.
 */
export const limitRequests = (
  limits: RateLimitDeps | undefined,
  clock: Clock,
): MiddlewareObj<ControlEvent, ControlAnswer> => {
  // An execution environment answers one request at a time.
  let status: RateStatus | undefined;
  const addHeaders = (response: ControlAnswer | null): void => {
    if (response && status) response.headers = { ...response.headers, ...headersOf(status) };
    status = undefined;
  };
  return {
    before: async function limitRequestsBefore({ event }): Promise<void> {
      const { token, tokenHash } = event.caller;
      // Batch tokens count as the token that made them: it could make any number of them.
      status = limits && (await countRequest(token.parentHash ?? tokenHash, limits, clock));
      if (status?.allowed === false) throw tooManyRequests();
    },
    after: function limitRequestsAfter({ response }): void {
      addHeaders(response);
    },
    onError: function limitRequestsOnError({ response }): void {
      addHeaders(response ?? null);
    },
  };
};
