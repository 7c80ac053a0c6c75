import { isExpired, isPublishable, resolveExpiry, sweepAtSeconds } from '../../../lambdas/core/expiry';
import { draftOf, NOW, NOW_SECONDS, secondsLater } from '../../support/image-fixtures';

const resolve = (expiry: string | undefined) => resolveExpiry(expiry, NOW, 1800);

describe('the expiry of an upload URL', () => {
  it('is the default lifetime when the caller names none', () => {
    expect(resolve(undefined)).toBe(NOW_SECONDS + 1800);
  });

  it.each([
    ['2026-03-04T06:06:07.891Z', NOW_SECONDS + 3600],
    ['2026-03-04T06:06:07Z', NOW_SECONDS + 3600],
    ['2026-03-04t06:06:07z', NOW_SECONDS + 3600],
    ['2026-03-04T06:06:07.123456789Z', NOW_SECONDS + 3600],
    ['2026-03-04T07:06:07+01:00', NOW_SECONDS + 3600],
    ['2026-03-04T06:06:07.891000+00:00', NOW_SECONDS + 3600],
    ['2026-03-03T23:36:07-06:30', NOW_SECONDS + 3600],
  ])('reads %s as RFC 3339', (expiry, seconds) => {
    expect(resolve(expiry)).toBe(seconds);
  });

  it('never outlives what was asked for: fractions are cut off', () => {
    expect(resolve('2026-03-04T06:06:07.999Z')).toBe(NOW_SECONDS + 3600);
  });

  it.each([
    '',
    'tomorrow',
    '1772604367',
    '2026-03-04',
    '2026-03-04T06:06:07',
    '2026-03-04 06:06:07Z',
    '2026-03-04T06:06Z',
    '2026-02-30T06:06:07Z',
    '2026-13-04T06:06:07Z',
    '2026-03-00T06:06:07Z',
    '2026-03-04T24:00:00Z',
    '2026-03-04T06:06:60Z',
    '2026-03-04T06:06:07+0100',
    '2026-03-04T06:06:07+24:00',
    ' 2026-03-04T06:06:07Z',
    '+02026-03-04T06:06:07Z',
  ])('refuses %j, which is no RFC 3339 date-time', (expiry) => {
    expect(() => resolve(expiry)).toThrow(/^expiry must be an RFC 3339 date-time/);
  });

  it.each([-5, 0, 1, 10])('accepts two minutes and %d s', (seconds) => {
    const expiry = secondsLater(120 + seconds);

    expect(resolve(expiry.toISOString())).toBe(Math.floor(expiry.getTime() / 1000));
  });

  it.each([-10, 0, 5])('accepts six hours and %d s', (seconds) => {
    const expiry = secondsLater(21_600 + seconds);

    expect(resolve(expiry.toISOString())).toBe(Math.floor(expiry.getTime() / 1000));
  });

  it.each([114.999, 60, 0, -3600, 21_605.001, 86_400])('refuses an expiry in %d s', (seconds) => {
    expect(() => resolve(secondsLater(seconds).toISOString())).toThrow(
      'expiry must be at least 2 minutes and at most 6 hours from now',
    );
  });
});

describe('a draft in time', () => {
  const draft = draftOf({ expiresAtSeconds: NOW_SECONDS });
  const at = (ms: number) => new Date(NOW_SECONDS * 1000 + ms);

  it('is expired from the second of its expiry on', () => {
    expect(isExpired(draft, at(-1))).toBe(false);
    expect(isExpired(draft, at(0))).toBe(true);
  });

  it('may be published until 15 minutes after its expiry', () => {
    expect(isPublishable(draft, at(899_999))).toBe(true);
    expect(isPublishable(draft, at(900_000))).toBe(false);
  });

  it('is swept no sooner than a dead-letter queue can give its upload back', () => {
    expect(sweepAtSeconds(draft)).toBe(NOW_SECONDS + 900 + 15 * 86_400);
  });
});
