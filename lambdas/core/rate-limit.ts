import type { Clock, RequestCounter } from './ports';

/** How much one token may ask for. */
export interface RateLimit {
  readonly requests: number;
  /** Windows are fixed and the same for all tokens: they start at whole multiples of this since the epoch. */
  readonly windowSeconds: number;
}

/** What is needed to hold callers to a limit. */
export interface RateLimitDeps {
  readonly limit: RateLimit;
  readonly counter: RequestCounter;
}

/** Where a token stands after the request that was just counted (contract 3.16). */
export interface RateStatus {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: Date;
  /** Whole seconds until `resetAt`, at least 1. */
  readonly retryAfterSeconds: number;
}

/** Counts a request of a token, refused ones too, and says whether it is within the limit. */
export const countRequest = async (
  tokenHash: string,
  { limit, counter }: RateLimitDeps,
  clock: Clock,
): Promise<RateStatus> => {
  const nowSeconds = clock().getTime() / 1000;
  const startsAtSeconds = Math.floor(nowSeconds / limit.windowSeconds) * limit.windowSeconds;
  const endsAtSeconds = startsAtSeconds + limit.windowSeconds;
  const count = await counter.count(tokenHash, { startsAtSeconds, endsAtSeconds });
  return {
    allowed: count <= limit.requests,
    limit: limit.requests,
    remaining: Math.max(0, limit.requests - count),
    resetAt: new Date(endsAtSeconds * 1000),
    retryAfterSeconds: Math.max(1, Math.ceil(endsAtSeconds - nowSeconds)),
  };
};
