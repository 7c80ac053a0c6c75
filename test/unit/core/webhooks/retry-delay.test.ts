import { MAX_ATTEMPTS, retryDelaySeconds } from '../../../../lambdas/core/webhooks/retry-delay';

const delays = (random: number) =>
  Array.from({ length: MAX_ATTEMPTS }, (_, index) => retryDelaySeconds(index + 1, random));
const total = (seconds: (number | undefined)[]) =>
  seconds.reduce<number>((sum, each) => sum + (each ?? 0), 0);

/** SQS API reference, ChangeMessageVisibility: 12 hours, counted from when the message was received. */
const MAX_VISIBILITY_SECONDS = 12 * 3600;

describe('the pause before a webhook is tried again', () => {
  it('grows from half a minute to ten hours, and ends after eight attempts', () => {
    expect(delays(0)).toEqual([30, 120, 600, 3600, 10_800, 28_800, 36_000, undefined]);
    expect(retryDelaySeconds(99, 0)).toBeUndefined();
  });

  it('lasts about a day in all', () => {
    expect(total(delays(0)) / 3600).toBeCloseTo(22.2, 1);
    expect(total(delays(1)) / 3600).toBeCloseTo(24.4, 1);
  });

  it('is whole seconds, a little longer by chance, and never more than SQS takes', () => {
    for (const random of [0, 0.123, 0.999])
      for (const delay of delays(random).slice(0, -1)) {
        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeLessThan(MAX_VISIBILITY_SECONDS - 600);
      }
    expect(retryDelaySeconds(4, 0.5)).toBe(3780);
  });
});
