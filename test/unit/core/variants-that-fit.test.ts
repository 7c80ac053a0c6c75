import { variantsThatFit } from '../../../lambdas/core/variants-that-fit';

const VARIANTS = ['https://a/1', 'https://a/22', 'https://a/333'];
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value), 'utf8');

describe('the variants that fit', () => {
  it.each([0, 1, 2, 3])('are the first %i when there is room for exactly these', (count) => {
    const kept = VARIANTS.slice(0, count);

    expect(variantsThatFit(VARIANTS, bytesOf(kept) - bytesOf([]), bytesOf)).toEqual(kept);
  });

  it.each([1, 2, 3])('are one fewer than %i when one byte is missing', (count) => {
    const roomBytes = bytesOf(VARIANTS.slice(0, count)) - bytesOf([]) - 1;

    expect(variantsThatFit(VARIANTS, roomBytes, bytesOf)).toEqual(VARIANTS.slice(0, count - 1));
  });

  it('are none without room', () => {
    expect(variantsThatFit(VARIANTS, -1, bytesOf)).toEqual([]);
  });

  it('end at the first that does not fit, also when a later one is shorter', () => {
    expect(variantsThatFit(['a'.repeat(100), 'b'], 50, bytesOf)).toEqual([]);
  });

  it('are found by looking at each one once, and not beyond the first that does not fit', () => {
    const asked: string[] = [];
    const variants = Array.from({ length: 100 }, (_, index) => `${index}`.padStart(98, 'v'));

    const kept = variantsThatFit(variants, 1000, (variant) => {
      asked.push(variant);
      return bytesOf(variant);
    });

    expect(kept).toHaveLength(9);
    expect(asked).toEqual(variants.slice(0, 10));
  });
});
