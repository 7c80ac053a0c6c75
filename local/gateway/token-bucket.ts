/** Milliseconds of a clock that never goes back. */
export type MonotonicClock = () => number;

/** API Gateway's throttle: a bucket of `burst` tokens, refilled with `ratePerSecond`; each request takes one. */
export class TokenBucket {
  #tokens: number;
  #filledAtMs: number;

  constructor(
    private readonly ratePerSecond: number,
    private readonly burst: number,
    private readonly now: MonotonicClock = () => performance.now(),
  ) {
    this.#tokens = burst;
    this.#filledAtMs = now();
  }

  /** False when the request is over the limit. */
  take(): boolean {
    const nowMs = this.now();
    const refill = ((nowMs - this.#filledAtMs) / 1_000) * this.ratePerSecond;
    this.#tokens = Math.min(this.burst, this.#tokens + refill);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
