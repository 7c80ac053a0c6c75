import { durationSeconds } from '../../../bin/duration';

describe('A duration', () => {
  test.each([
    ['90s', 90],
    ['15m', 900],
    ['12h', 43_200],
    ['30d', 2_592_000],
    ['99999d', 8_639_913_600],
  ])('%s is %i seconds', (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  test.each(['', '0m', '-1d', '30', 'd', '1w', '1.5d', '1D', ' 1d', '1d ', '1d2h', '100000d', 'never'])(
    'is not written %p',
    (text) => {
      expect(durationSeconds(text)).toBeUndefined();
    },
  );
});
