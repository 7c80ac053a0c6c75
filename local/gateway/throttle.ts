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
