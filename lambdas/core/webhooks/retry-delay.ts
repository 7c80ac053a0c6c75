const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds from each failed attempt to the next: about a day in all. SQS hides a message for 12 hours at most. */
const DELAYS_SECONDS = [30, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR, 10 * HOUR] as const;

/** Attempts in all; what fails this often is given up. */
export const MAX_ATTEMPTS = DELAYS_SECONDS.length + 1;

/** A tenth at most is added by chance, so that what failed together does not come back together. */
const JITTER = 0.1;

/**
 * Whole seconds to wait after a failed attempt, the first being 1; undefined when it was the last.
 * @param random from 0 to 1
 */
export const retryDelaySeconds = (attempt: number, random: number): number | undefined => {
  const delay = DELAYS_SECONDS[attempt - 1];
  return delay === undefined ? undefined : Math.round(delay * (1 + JITTER * random));
};
