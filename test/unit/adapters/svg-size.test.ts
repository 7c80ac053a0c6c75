import { svgSize } from '../../../lambdas/adapters/svg-size';
import { mustEnd } from '../../support/must-end';

describe('the size of an SVG', () => {
  it.each([
    ['a whole number', '20', 20],
    ['a fraction', '19.5', 20],
    ['a fraction without a whole', '.5', 1],
    ['a sign and an exponent', '+2e1', 20],
    ['space around it', ' 20 px ', 20],
  ])('is a length of %s', (_case, width, expected) => {
    expect(svgSize({ width, height: '1' }).width).toBe(expected);
  });

  it.each(['', '-20', '2.', '1e', '20 20', '20em', '20%'])('is not read from %j', (width) => {
    expect(svgSize({ width, height: '150' }).width).toBe(300);
  });

  it('is read in time that grows with its length only', () => {
    const digits = '1'.repeat(2_000_000);
    const lengths = [
      `${digits}x`,
      `${digits}.${digits}x`,
      `${' '.repeat(2_000_000)}x`,
      `1${' '.repeat(2_000_000)}x`,
    ];

    const sizes = lengths.map((width) => mustEnd(() => svgSize({ width, viewBox: `0 0 ${width}` })));

    expect(sizes).toEqual(Array(4).fill({ width: 300, height: 150 }));
  });
});
