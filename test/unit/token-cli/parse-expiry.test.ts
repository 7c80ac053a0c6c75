import { UsageError } from '../../../bin/errors';
import { parseExpiry } from '../../../bin/token/parse-expiry';

const now = new Date('2026-03-01T12:00:00.500Z');
const nowSeconds = Date.parse('2026-03-01T12:00:00Z') / 1000;

describe('An expiry', () => {
  test.each([
    ['30d', nowSeconds + 30 * 86_400],
    ['1d', nowSeconds + 86_400],
    ['12h', nowSeconds + 12 * 3_600],
    ['15m', nowSeconds + 900],
    ['2026-03-01T12:00:02Z', nowSeconds + 2],
    ['2026-03-01T14:30:00+02:00', nowSeconds + 30 * 60],
    ['2026-03-01t12:01:00.999z', nowSeconds + 60],
  ])('may be given as %s', (text, seconds) => {
    expect(parseExpiry(text, now)).toBe(seconds);
  });

  test.each([
    '',
    '0d',
    '-1d',
    '30',
    '1w',
    '1.5d',
    '2026-03-02',
    '2026-13-01T00:00:00Z',
    'tomorrow',
    '999999d',
    ' 1d',
  ])('may not be %p, and the message says what may', (text) => {
    expect(() => parseExpiry(text, now)).toThrow(UsageError);
    expect(() => parseExpiry(text, now)).toThrow(/--expires .*30d/);
  });

  test.each(['2026-03-01T12:00:00Z', '2020-01-01T00:00:00Z'])('may not have passed: %s', (text) => {
    expect(() => parseExpiry(text, now)).toThrow(/has passed/);
  });
});
