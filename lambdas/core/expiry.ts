import { invalidRequest } from './errors';
import type { Draft } from './image';

/** Contract 3.1: an upload URL lives at least two minutes and at most six hours, both ends included. */
const MIN_EXPIRY_SECONDS = 120;
const MAX_EXPIRY_SECONDS = 21_600;
/** Contract 3.1: how far a caller's clock may be from ours at both ends, in seconds. */
const CLOCK_SLACK_SECONDS = 5;
/** How long after its expiry a draft may still be published: an upload that began in time may end late. */
const GRACE_SECONDS = 900;
/**
 * When DynamoDB may sweep a draft, counted from the end of the grace. An upload's event may wait in the dead-letter queue
 * for 14 days before someone redrives it; it must still find the draft it was for, or the upload would be lost.
 */
const SWEEP_SECONDS = 15 * 24 * 3600;

const RFC_3339 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Milliseconds since the epoch, or undefined for anything that is not an RFC 3339 date-time of a day that exists. */
const parseRfc3339 = (text: string): number | undefined => {
  const match = RFC_3339.exec(text);
  if (!match) return undefined;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate();
  if (day !== Number(match.groups?.['day'])) return undefined;
  return Date.parse(text.toUpperCase());
};

/**
 * When an upload URL dies, in Unix seconds, from the caller's `expiry` or, without one, the default lifetime.
 * Rounded down, so that the URL never outlives what was asked for.
 * @throws DomainError `invalid-request` when `expiry` is no RFC 3339 date-time or out of bounds (contract 3.1).
 */
export const resolveExpiry = (expiry: string | undefined, now: Date, defaultSeconds: number): number => {
  if (expiry === undefined) return Math.floor(now.getTime() / 1000) + defaultSeconds;
  const expiresAt = parseRfc3339(expiry);
  if (expiresAt === undefined) {
    throw invalidRequest('expiry must be an RFC 3339 date-time with a time zone, e.g. 2026-03-04T05:06:07Z');
  }
  const seconds = (expiresAt - now.getTime()) / 1000;
  if (
    seconds < MIN_EXPIRY_SECONDS - CLOCK_SLACK_SECONDS ||
    seconds > MAX_EXPIRY_SECONDS + CLOCK_SLACK_SECONDS
  ) {
    throw invalidRequest('expiry must be at least 2 minutes and at most 6 hours from now');
  }
  return Math.floor(expiresAt / 1000);
};

type Expiring = Pick<Draft, 'expiresAtSeconds'>;

/** True from the second of the expiry on: no new upload is accepted. Computed on read; the TTL only sweeps, up to days late. */
export const isExpired = (draft: Expiring, now: Date): boolean =>
  now.getTime() >= draft.expiresAtSeconds * 1000;

/** True while an upload that was accepted in time may still be published. */
export const isPublishable = (draft: Expiring, now: Date): boolean =>
  now.getTime() < (draft.expiresAtSeconds + GRACE_SECONDS) * 1000;

/** The DynamoDB TTL of a draft, in Unix seconds. */
export const sweepAtSeconds = (draft: Expiring): number =>
  draft.expiresAtSeconds + GRACE_SECONDS + SWEEP_SECONDS;
