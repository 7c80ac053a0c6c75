import { TokenBucket } from './token-bucket';

/** A throttle of API Gateway: requests a second, and how many at once. */
export interface Throttle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** The throttle of stage settings; one value alone stands for both. Undefined when neither is set. */
export const throttleOfSettings = (
  rate: number | undefined,
  burst: number | undefined,
): Throttle | undefined => {
  if (rate === undefined && burst === undefined) return undefined;
  return { ratePerSecond: rate ?? burst ?? 0, burst: burst ?? rate ?? 0 };
};

/** A full bucket for each of the things that have a throttle. */
export const createBuckets = <T extends { readonly throttle?: Throttle }>(
  throttled: readonly T[],
): ReadonlyMap<T, TokenBucket> =>
  new Map(
    throttled.flatMap((one) =>
      one.throttle ? [[one, new TokenBucket(one.throttle.ratePerSecond, one.throttle.burst)] as const] : [],
    ),
  );
