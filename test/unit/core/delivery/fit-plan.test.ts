import fc from 'fast-check';
import { planFit, type Size } from '../../../../lambdas/core/delivery/fit-plan';
import { parseTransformOptions } from '../../../../lambdas/core/delivery/transform-options';

const plan = (source: Size, options: string, frames = 1) =>
  planFit(source, parseTransformOptions(options), frames);
const size = (width: number, height: number): Size => ({ width, height });

describe('where a picture is fitted', () => {
  it.each([
    // Cloudflare's own examples.
    ['scale-down', size(1080, 720), 'w=500,h=500', size(500, 333)],
    ['scale-down', size(1080, 720), 'w=2000,h=2000', size(1080, 720)],
    ['cover', size(1080, 720), 'w=500,h=500', size(500, 500)],
    ['crop', size(1080, 720), 'w=1296,h=1296', size(1080, 720)],
    ['aspect-crop', size(612, 613), 'w=1920,h=1120', size(612, 357)],
    ['pad', size(1080, 720), 'w=1080,h=1080', size(1080, 1080)],
    ['squeeze', size(1080, 720), 'w=1080,h=540', size(1080, 540)],
    // Their definitions on other shapes.
    ['contain', size(100, 50), 'w=400,h=400', size(400, 200)],
    ['contain', size(1000, 500), 'w=400,h=400', size(400, 200)],
    ['contain', size(100, 50), 'w=400', size(400, 200)],
    ['contain', size(100, 50), 'h=400', size(800, 400)],
    ['scale-down', size(100, 50), 'w=400', size(100, 50)],
    ['scale-down', size(100, 50), 'h=10', size(20, 10)],
    ['scale-up', size(100, 50), 'w=400,h=400', size(400, 200)],
    ['scale-up', size(1000, 500), 'w=400,h=400', size(1000, 500)],
    ['cover', size(100, 50), 'w=400,h=400', size(400, 400)],
    ['cover', size(100, 50), 'w=400', size(400, 200)],
    ['crop', size(1000, 500), 'w=400,h=400', size(400, 400)],
    ['crop', size(1000, 50), 'w=400,h=400', size(400, 50)],
    ['crop', size(100, 50), 'w=400', size(100, 50)],
    ['aspect-crop', size(1000, 500), 'w=400,h=400', size(400, 400)],
    ['aspect-crop', size(100, 50), 'w=400,h=400', size(50, 50)],
    ['pad', size(100, 50), 'w=400,h=400', size(400, 400)],
    ['pad', size(100, 50), 'w=400', size(400, 200)],
    ['squeeze', size(10, 10), 'w=3,h=7', size(3, 7)],
    ['scale-down', size(10_000, 1), 'w=100,h=100', size(100, 1)],
  ])('%s makes %j with %s to %j', (fit, source, options, expected) => {
    const { output } = plan(source, `${options},fit=${fit}`);

    expect(output).toEqual(expected);
  });

  it('leaves an image without a size as it is', () => {
    const { output, scaled, crop, pad } = plan(size(123, 45), 'q=50,fit=cover');

    expect({ output, scaled, crop, pad }).toEqual({ output: size(123, 45), scaled: size(123, 45) });
  });

  it.each([
    ['left', { left: 0, top: 0 }],
    ['right', { left: 100, top: 0 }],
    ['center', { left: 50, top: 0 }],
    ['0.25x1', { left: 25, top: 0 }],
    ['entropy', 'entropy'],
  ])('keeps the %s when it crops', (gravity, at) => {
    const { crop, scaled } = plan(size(400, 200), `w=100,h=100,fit=cover,g=${gravity}`);

    expect(scaled).toEqual(size(200, 100));
    expect(crop).toEqual({ size: size(100, 100), at });
  });

  it('takes Cloudflare’s 0x1 for left and bottom', () => {
    const { crop } = plan(size(200, 400), 'w=100,h=100,fit=cover,g=0x1');

    expect(crop?.at).toEqual({ left: 0, top: 100 });
  });

  it.each([
    ['a side of more than 12,000 pixels', size(10, 1000), 'w=200,fit=contain', 'invalid-options'],
    ['more than 50 megapixels', size(100, 100), 'w=12000,h=12000,fit=cover', 'too-large'],
    ['a line blown up to fill an area', size(12_000, 1), 'w=400,h=400,fit=cover', 'too-large'],
  ])('refuses to enlarge to %s', (_what, source, options, failure) => {
    expect(() => plan(source, options)).toThrow(expect.objectContaining({ failure }));
  });

  it('counts all frames of an animation', () => {
    expect(() => plan(size(100, 100), 'w=2000,h=2000,fit=cover', 12)).not.toThrow();
    expect(() => plan(size(100, 100), 'w=2000,h=2000,fit=cover', 13)).toThrow('megapixels');
  });

  it('never refuses what the original has already', () => {
    const { output } = plan(size(16_000, 6_000), 'q=80');

    expect(output).toEqual(size(16_000, 6_000));
  });

  it('centres instead of searching when the search would be larger than any output', () => {
    const { crop } = plan(size(12_000, 8_000), 'w=11999,h=8000,fit=cover,g=auto');

    expect(crop?.at).toEqual({ left: 1, top: 0 });
  });

  it('crops and pads inside what it has, whatever the numbers', () => {
    const side = fc.integer({ min: 1, max: 3000 });
    const fit = fc.constantFrom(
      'scale-down',
      'contain',
      'cover',
      'crop',
      'aspect-crop',
      'pad',
      'squeeze',
      'scale-up',
    );
    const fraction = fc.integer({ min: 0, max: 100 }).map((value) => value / 100);

    fc.assert(
      fc.property(side, side, side, side, fit, fraction, fraction, (width, height, w, h, fitted, x, y) => {
        fc.pre(Math.max(w / width, h / height) < 100);
        let result: ReturnType<typeof plan>;
        try {
          result = plan(size(width, height), `w=${w},h=${h},fit=${fitted},g=${x}x${y}`);
        } catch (error) {
          expect(error).toMatchObject({ name: 'DeliveryError' });
          return;
        }
        const { scaled, crop, pad, output } = result;

        for (const { width: across, height: down } of [scaled, output]) {
          expect(across).toBeGreaterThanOrEqual(1);
          expect(down).toBeGreaterThanOrEqual(1);
        }
        if (crop && crop.at !== 'entropy') {
          expect(crop.at.left).toBeGreaterThanOrEqual(0);
          expect(crop.at.top).toBeGreaterThanOrEqual(0);
          expect(crop.at.left + crop.size.width).toBeLessThanOrEqual(scaled.width);
          expect(crop.at.top + crop.size.height).toBeLessThanOrEqual(scaled.height);
          expect(output).toEqual(crop.size);
        }
        if (pad) {
          expect(scaled.width).toBeLessThanOrEqual(pad.width);
          expect(scaled.height).toBeLessThanOrEqual(pad.height);
        }
        if (['cover', 'squeeze', 'pad'].includes(fitted)) expect(output).toEqual(size(w, h));
        if (['scale-down', 'crop', 'aspect-crop'].includes(fitted)) {
          expect(output.width).toBeLessThanOrEqual(Math.min(width, w));
          expect(output.height).toBeLessThanOrEqual(Math.min(height, h));
        }
      }),
    );
  });
});
