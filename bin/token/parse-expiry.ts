import { durationSeconds } from '../duration';
import { UsageError } from '../errors';

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * When a token ends, in Unix seconds, from an RFC 3339 time or from a duration counted from now (`30d`, `12h`).
 * @throws UsageError for anything else, and for a time that has passed.
 */
export const parseExpiry = (text: string, now: Date): number => {
  const nowSeconds = Math.floor(now.getTime() / 1000);
  const duration = durationSeconds(text);
  if (duration !== undefined) return nowSeconds + duration;
  const milliseconds = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds))
    throw new UsageError(`--expires ${text}: give a time such as 2030-01-31T12:00:00Z, or 30d, 12h or 15m`);
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds <= nowSeconds) throw new UsageError(`--expires ${text}: that time has passed`);
  return seconds;
};
