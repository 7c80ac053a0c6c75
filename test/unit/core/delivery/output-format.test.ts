import { isServedAsStored, outputFormat } from '../../../../lambdas/core/delivery/output-format';
import { parseTransformOptions } from '../../../../lambdas/core/delivery/transform-options';
import type { ImageFile, ImageFormat } from '../../../../lambdas/core/image';

const file = (format: ImageFormat, frames = 1, width = 100, height = 100): ImageFile => ({
  format,
  contentType: `image/${format}`,
  width,
  height,
  frames,
  bytes: 1,
  sha256: '',
});
const SMALL = { width: 100, height: 100 };
const transform = parseTransformOptions;

describe('the format of an answer', () => {
  it.each([
    ['jpeg', 'avif', 'avif'],
    ['jpeg', 'webp', 'webp'],
    ['jpeg', 'original', 'jpeg'],
    ['png', 'avif', 'avif'],
    ['png', 'original', 'png'],
    ['gif', 'webp', 'webp'],
    ['gif', 'original', 'gif'],
    ['webp', 'original', 'lossless-if-transparent'],
    ['avif', 'webp', 'webp'],
    ['avif', 'original', 'lossless-if-transparent'],
    ['heic', 'avif', 'avif'],
    ['heic', 'original', 'lossless-if-transparent'],
  ] as const)('of a %s to a viewer of %s is %s', (original, accepted, expected) => {
    expect(outputFormat(file(original), transform('w=100'), accepted, SMALL)).toBe(expected);
  });

  it.each([
    ['avif', 1920, 1080, 'avif'],
    ['avif', 1921, 1100, 'webp'],
    ['webp', 6000, 5000, 'webp'],
    ['webp', 6001, 5001, 'jpeg'],
    ['webp', 16_384, 10, 'jpeg'],
    ['avif', 16_384, 10, 'avif'],
    ['avif', 16_385, 10, 'jpeg'],
  ] as const)('to a viewer of %s at %d × %d is %s', (accepted, width, height, expected) => {
    expect(outputFormat(file('jpeg'), transform('q=80'), accepted, { width, height })).toBe(expected);
  });

  it.each([
    ['png', 'original', 5000, 6000, 'png'],
    ['png', 'original', 5000, 6001, 'lossless-if-transparent'],
    ['png', 'webp', 5000, 6001, 'lossless-if-transparent'],
    ['gif', 'original', 5000, 6001, 'lossless-if-transparent'],
    ['jpeg', 'original', 5000, 6001, 'jpeg'],
  ] as const)('of a %s to a viewer of %s at %d × %d is %s', (original, accepted, width, height, expected) => {
    expect(outputFormat(file(original), transform('q=80'), accepted, { width, height })).toBe(expected);
  });

  it.each([
    ['gif', 'w=1', 'avif', 'webp'],
    ['gif', 'w=1', 'webp', 'webp'],
    ['gif', 'w=1', 'original', 'gif'],
    ['webp', 'w=1', 'original', 'gif'],
    ['gif', 'f=avif', 'original', 'webp'],
    ['gif', 'f=jpeg', 'webp', 'jpeg'],
    ['gif', 'f=png', 'webp', 'png'],
    ['gif', 'anim=false', 'avif', 'avif'],
    ['gif', 'anim=false', 'original', 'gif'],
  ] as const)(
    'of an animated %s with %s to a viewer of %s is %s',
    (original, options, accepted, expected) => {
      expect(outputFormat(file(original, 10), transform(options), accepted, SMALL)).toBe(expected);
    },
  );

  it.each([
    ['f=avif', 'avif'],
    ['f=webp', 'webp'],
    ['f=jpeg', 'jpeg'],
    ['f=baseline-jpeg', 'baseline-jpeg'],
    ['f=png-force', 'png'],
  ] as const)('is what %s asks for, whatever the viewer accepts', (options, expected) => {
    expect(outputFormat(file('png'), transform(options), 'original', SMALL)).toBe(expected);
  });
});

describe('serving the stored bytes', () => {
  it('is right for an SVG, whatever its options', () => {
    expect(isServedAsStored(file('svg+xml'), transform('w=10,rotate=90'))).toBe(true);
    expect(isServedAsStored(file('svg+xml'), transform('f=svg'))).toBe(true);
  });

  it('is right for an animation of more than 50 megapixels', () => {
    const [at, above] = [file('gif', 50, 1000, 1000), file('gif', 51, 1000, 1000)];

    expect(isServedAsStored(at, transform('w=10'))).toBe(false);
    expect(isServedAsStored(above, transform('w=10'))).toBe(true);
    expect(isServedAsStored(above, transform('w=10,anim=false'))).toBe(false);
    expect(isServedAsStored(above, transform('w=10,f=jpeg'))).toBe(false);
  });

  it('is right for an animation of more than 2,000 frames', () => {
    const [at, above] = [file('gif', 2000, 1, 1), file('gif', 2001, 1, 1)];

    expect(isServedAsStored(at, transform('w=10'))).toBe(false);
    expect(isServedAsStored(above, transform('w=10'))).toBe(true);
  });

  it('is wrong for everything else', () => {
    expect(isServedAsStored(file('jpeg'), transform('q=90'))).toBe(false);
    expect(isServedAsStored(file('svg+xml'), transform('f=json'))).toBe(false);
  });

  it.each([
    ['svg+xml', 'f=png'],
    ['svg+xml', 'f=webp'],
    ['jpeg', 'f=svg'],
  ] as const)('refuses to turn %s into another kind by %s', (format, options) => {
    const decide = () => isServedAsStored(file(format), transform(options));

    expect(decide).toThrow(expect.objectContaining({ failure: 'not-convertible' }));
  });
});
