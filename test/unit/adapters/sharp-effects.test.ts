import sharp from 'sharp';
import { difference, imageOf, type Pixels, pixelAt, pixelsOf, quarters } from '../../support/delivery/pixels';
import { render } from '../../support/delivery/rendering';
import { photograph } from '../../support/files/fixture';

const grey = (value: number) =>
  sharp({ create: { width: 16, height: 16, channels: 3, background: { r: value, g: value, b: value } } })
    .png()
    .toBuffer();

const level = async (value: number, options: string): Promise<number> =>
  pixelAt(await pixelsOf((await render(await grey(value), options)).body), 8, 8)[0];

/** How much neighbours differ: what blurring lowers and sharpening raises. */
const detail = ({ width, height, data }: Pixels): number => {
  let sum = 0;
  for (let offset = 0; offset < (width * height - 1) * 4; offset += 4) {
    sum += Math.abs((data[offset] ?? 0) - (data[offset + 4] ?? 0));
  }
  return sum / (width * height);
};

describe('tones', () => {
  it.each([
    [100, 'brightness=1', 100],
    [100, 'brightness=0.5', 50],
    [100, 'brightness=2', 200],
    [200, 'brightness=2', 255],
    [100, 'brightness=0', 100],
    [100, 'contrast=2', 73],
    [200, 'contrast=2', 255],
    [127, 'contrast=5', 125],
    [100, 'contrast=0.5', 114],
    [100, 'contrast=0', 100],
    [100, 'brightness=2,contrast=0.5', 164],
    [100, 'gamma=2', 160],
    [100, 'gamma=0.5', 39],
    [100, 'gamma=0', 100],
    [0, 'gamma=3', 0],
    [255, 'gamma=0.34', 255],
  ])('turn %d with %s into %d', async (value, options, expected) => {
    expect(Math.abs((await level(value, options)) - expected)).toBeLessThanOrEqual(1);
  });

  it.each(['grey16', 'rgb16'])('turn 16 bits for each channel in %s as they turn eight', async (space) => {
    const deep = await sharp(await grey(100))
      .toColourspace(space)
      .png()
      .toBuffer();

    const { body } = await render(deep, 'contrast=2,brightness=1.2');

    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(Math.abs(pixelAt(await pixelsOf(body), 8, 8)[0] - 112)).toBeLessThanOrEqual(1);
  });

  it('leave transparency alone', async () => {
    const half = await sharp({
      create: { width: 8, height: 8, channels: 4, background: { r: 100, g: 100, b: 100, alpha: 0.5 } },
    })
      .png()
      .toBuffer();

    const { body } = await render(half, 'brightness=2,contrast=2,gamma=2,saturation=0');

    expect(pixelAt(await pixelsOf(body), 4, 4)[3]).toBe(128);
  });
});

describe('saturation', () => {
  const chroma = async (options: string) => {
    const [r, g, b] = pixelAt(
      await pixelsOf((await render(await imageOf(quarters(40, 40)).png().toBuffer(), options)).body),
      5,
      5,
    );
    return Math.max(r, g, b) - Math.min(r, g, b);
  };

  it('of 0 is greyscale, and more is more', async () => {
    const [none, half, normal] = await Promise.all(
      ['saturation=0', 'saturation=0.5', 'saturation=1'].map(chroma),
    );

    expect(none).toBeLessThanOrEqual(2);
    expect(half).toBeGreaterThan(40);
    expect(normal).toBe(190);
    expect(half).toBeLessThan(normal ?? 0);
  });
});

describe('blur', () => {
  it.each([2, 8])('of radius %d is a Gaussian of half of it', async (radius) => {
    const photo = await sharp(photograph('photo.jpg')).resize(400).png().toBuffer();
    const reference = await pixelsOf(sharp(photo).blur(radius / 2));

    const { body } = await render(photo, `blur=${radius}`);

    expect(difference(await pixelsOf(body), reference)).toBeLessThan(0.5);
  });

  it.each([20, 100])('of radius %d looks like the Gaussian it stands for', async (radius) => {
    const photo = await sharp(photograph('photo.jpg')).resize(400).png().toBuffer();
    const reference = await pixelsOf(sharp(photo).blur({ sigma: radius / 2, precision: 'float' }));

    const { body } = await render(photo, `blur=${radius}`);

    expect(difference(await pixelsOf(body), reference)).toBeLessThan(3);
  });

  it('leaves no trace of what was there at full strength', async () => {
    const pixels = await pixelsOf((await render(photograph('photo.jpg'), 'w=200,blur=250')).body);

    expect(detail(pixels)).toBeLessThan(1);
  });
});

describe('sharpen', () => {
  it('raises detail with its strength', async () => {
    const details = await Promise.all(
      ['w=300,f=png', 'w=300,f=png,sharpen=1', 'w=300,f=png,sharpen=5'].map(async (options) =>
        detail(await pixelsOf((await render(photograph('photo.jpg'), options)).body)),
      ),
    );

    expect(details).toEqual([...details].sort((a, b) => a - b));
    expect(details[1]).toBeGreaterThan((details[0] ?? 0) * 1.02);
  });
});
