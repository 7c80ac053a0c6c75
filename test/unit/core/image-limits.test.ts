import { assertWithinLimits, type PictureSize } from '../../../lambdas/core/image-limits';

const still = (values: Partial<PictureSize>): PictureSize => ({
  format: 'png',
  width: 10,
  height: 10,
  frames: 1,
  ...values,
});

describe('the limits of a picture', () => {
  it.each([
    ['100 megapixels', still({ width: 10_000, height: 10_000 })],
    ['12,000 pixels on a side', still({ width: 12_000, height: 1 })],
    ['a WebP with a longer side', still({ format: 'webp', width: 16_383, height: 100 })],
    ['an AVIF with a longer side', still({ format: 'avif', width: 16_000, height: 1000 })],
    ['an animation of 2,000 frames', still({ format: 'gif', frames: 2000 })],
    ['an animation of 100 megapixels', still({ format: 'gif', width: 1000, height: 1000, frames: 100 })],
  ])('allow %s', (_case, size) => {
    expect(() => assertWithinLimits(size)).not.toThrow();
  });

  it.each([
    ['no width', still({ width: 0 }), 'undecodable'],
    ['no height', still({ height: 0 }), 'undecodable'],
    ['no frame', still({ frames: 0 }), 'undecodable'],
    ['a size that is no number', still({ width: Number.NaN }), 'undecodable'],
    ['one pixel row more than 100 megapixels', still({ width: 10_000, height: 10_001 }), 'too-large'],
    ['12,001 pixels on a side', still({ width: 1, height: 12_001 }), 'too-large'],
    ['an AVIF of more than 25 megapixels', still({ format: 'avif', width: 5001, height: 5000 }), 'too-large'],
    [
      'a WebP of more than 100 megapixels',
      still({ format: 'webp', width: 16_000, height: 6251 }),
      'too-large',
    ],
    [
      'an animation of 2,001 frames',
      still({ format: 'webp', width: 1, height: 1, frames: 2001 }),
      'animation-too-large',
    ],
    [
      'an animation of 101 megapixels',
      still({ format: 'gif', width: 1000, height: 1000, frames: 101 }),
      'animation-too-large',
    ],
  ])('refuse %s', (_case, size, code) => {
    expect(() => assertWithinLimits(size)).toThrow(expect.objectContaining({ code }));
  });
});
