import sharp from 'sharp';
import {
  COLOURS,
  type ColourName,
  corners,
  distance,
  imageOf,
  pixelAt,
  pixelsOf,
  quarters,
} from '../../support/delivery/pixels';
import { render } from '../../support/delivery/rendering';

/** Three frames; the colours move on by one quarter in each. */
const FRAMES: readonly (readonly ColourName[])[] = [
  ['red', 'green', 'blue', 'yellow'],
  ['yellow', 'red', 'green', 'blue'],
  ['blue', 'yellow', 'red', 'green'],
];
const PLAYBACK = { delay: [100, 200, 300], loop: 2 };

let gif: Buffer;
let webp: Buffer;

beforeAll(async () => {
  const film = () => imageOf(...FRAMES.map((colours) => quarters(60, 40, colours)));
  gif = await film().gif(PLAYBACK).toBuffer();
  webp = await film()
    .webp({ ...PLAYBACK, lossless: true })
    .toBuffer();
});

const metadataOf = (body: Buffer) => sharp(body, { animated: true }).metadata();
const cornersOf = (body: Buffer) =>
  Promise.all([0, 1, 2].map(async (page) => corners(await pixelsOf(body, page))));

describe('an animation', () => {
  it.each([
    ['GIF', 'webp', 'image/webp'],
    ['GIF', 'avif', 'image/webp'],
    ['GIF', 'original', 'image/gif'],
    ['WebP', 'webp', 'image/webp'],
    ['WebP', 'original', 'image/gif'],
  ] as const)('in %s stays one for a viewer of %s', async (kind, accepted, contentType) => {
    const derivative = await render(kind === 'GIF' ? gif : webp, 'w=30', accepted);

    const { pages, delay, loop, width, pageHeight } = await metadataOf(derivative.body);
    expect(derivative.contentType).toBe(contentType);
    expect({ pages, delay, loop, width, pageHeight }).toEqual({
      pages: 3,
      ...PLAYBACK,
      width: 30,
      pageHeight: 20,
    });
  });

  it.each([
    ['w=30', ['red green blue yellow', 'yellow red green blue', 'blue yellow red green']],
    ['w=30,h=40,fit=cover,g=left', ['red red blue blue', 'yellow yellow green green', 'blue blue red red']],
    [
      'w=60,h=60,fit=pad,background=black',
      ['black black black black', 'black black black black', 'black black black black'],
    ],
    ['trim=0;30;0;0', ['red red blue blue', 'yellow yellow green green', 'blue blue red red']],
    ['flip=v', ['blue yellow red green', 'green blue yellow red', 'red green blue yellow']],
    ['flip=h', ['green red yellow blue', 'red yellow blue green', 'yellow blue green red']],
    ['rotate=90', ['blue red yellow green', 'green yellow blue red', 'red blue green yellow']],
    ['rotate=180,w=30', ['yellow blue green red', 'blue green red yellow', 'green red yellow blue']],
    ['trim=0;30;0;0,rotate=90', ['blue red blue red', 'green yellow green yellow', 'red blue red blue']],
    ['blur=1', ['red green blue yellow', 'yellow red green blue', 'blue yellow red green']],
  ])('with %s has every frame changed alike', async (options, expected) => {
    for (const accepted of ['webp', 'original'] as const) {
      const { body } = await render(gif, options, accepted);

      const { pages, delay, loop } = await metadataOf(body);
      expect({ pages, delay, loop }).toEqual({ pages: 3, ...PLAYBACK });
      expect(await cornersOf(body)).toEqual(expected);
    }
  });

  it.each(['blur=20', 'sharpen=10', 'w=17', 'w=90,fit=contain', 'w=40,h=20,fit=squeeze'])(
    'with %s shows no trace of one frame in the next',
    async (options) => {
      const names = ['red', 'blue', 'red'] as const;
      const source = await imageOf(...names.map((name) => quarters(40, 40, [name, name, name, name])))
        .webp({ lossless: true, delay: [100, 100, 100] })
        .toBuffer();

      const { body } = await render(source, `${options},q=100`, 'webp');

      for (const [page, name] of names.entries()) {
        const pixels = await pixelsOf(body, page);
        const edges = [0, 1, -2, -1].map((y) => distance(pixelAt(pixels, 5, y), COLOURS[name]));
        expect(Math.max(...edges)).toBeLessThanOrEqual(1);
      }
    },
  );

  it.each(['', ',blur=1', ',flip=hv,rotate=180'])(
    'with gravity auto%s has every frame cropped to the busiest part of the first',
    async (more) => {
      const blackAt = (left: number) => {
        const white = quarters(160, 40, ['white', 'white', 'white', 'white']);
        for (let y = 16; y < 24; y += 1)
          white.data.fill('000000ff', (y * 160 + left) * 4, (y * 160 + left + 8) * 4, 'hex');
        return white;
      };
      const source = await imageOf(...[140, 20, 140].map(blackAt))
        .webp({ lossless: true, delay: [100, 100, 100] })
        .toBuffer();

      const { body } = await render(source, `w=40,h=40,fit=cover,g=auto${more}`, 'webp');

      const darkest = async (page: number) => (await sharp(body, { page }).stats()).channels[0]?.min ?? 0;
      const seen = (await Promise.all([0, 1, 2].map(darkest))).map((value) => value < 128);
      expect(seen).toEqual([true, false, true]);
    },
  );

  it.each([
    ['w=60,h=60,fit=pad,background=lime', [0, 255, 0, 255]],
    ['saturation=0', [112, 112, 112, 255]],
    ['brightness=0.5', [110, 15, 15, 255]],
    ['brightness=0.5,w=60,h=60,fit=pad,background=lime', [0, 255, 0, 255]],
  ] as const)('as a GIF has the colours that %s brings', async (options, expected) => {
    const { body } = await render(gif, options, 'original');

    expect(distance(pixelAt(await pixelsOf(body, 0), 5, 5), expected)).toBeLessThanOrEqual(3);
  });

  it('keeps its copyright when it is told to keep metadata', async () => {
    const source = await sharp(webp, { animated: true })
      .withExif({ IFD0: { Copyright: 'Example Press' } })
      .webp()
      .toBuffer();

    const { body } = await render(source, 'w=30,metadata=keep', 'webp');

    const { exif, pages } = await metadataOf(body);
    expect(exif?.toString('latin1')).toContain('Example Press');
    expect(pages).toBe(3);
  });

  it.each([
    ['anim=false', 'red green blue yellow'],
    ['f=jpeg', 'red green blue yellow'],
    ['f=png', 'red green blue yellow'],
    ['anim=false,flip=v', 'blue yellow red green'],
    ['f=png,rotate=90', 'blue red yellow green'],
    ['f=jpeg,blur=1,trim=border', 'red green blue yellow'],
  ])('with %s is its first frame, %s', async (options, expected) => {
    const { body } = await render(gif, options, 'webp');

    expect((await metadataOf(body)).pages ?? 1).toBe(1);
    expect(corners(await pixelsOf(body))).toBe(expected);
  });

  it.each([3, 6])('with EXIF orientation %d is shown as it is stored', async (orientation) => {
    const turned = await sharp(webp, { animated: true })
      .withMetadata({ orientation })
      .webp({ lossless: true })
      .toBuffer();

    const { body } = await render(turned, 'w=30', 'webp');

    expect(await cornersOf(body)).toEqual(FRAMES.map((colours) => colours.join(' ')));
  });

  it('has the first frame’s border cut off everywhere', async () => {
    const framed = await sharp(gif, { animated: true })
      .extend({ top: 5, bottom: 5, left: 10, right: 10, background: '#fff' })
      .gif()
      .toBuffer();

    const { body } = await render(framed, 'trim=border', 'webp');

    const { width, pageHeight, pages } = await metadataOf(body);
    expect({ width, pageHeight, pages }).toEqual({ width: 60, pageHeight: 40, pages: 3 });
  });

  it.each(['w=40', 'rotate=90', 'background=transparent', 'w=80,h=80,fit=pad,background=transparent'])(
    'keeps transparency in every frame with %s',
    async (options) => {
      const hole = { width: 60, height: 40, data: Buffer.alloc(60 * 40 * 4) };
      const source = await imageOf(quarters(60, 40), hole, quarters(60, 40))
        .gif({ delay: [100, 100, 100] })
        .toBuffer();

      for (const accepted of ['webp', 'original'] as const) {
        const { body } = await render(source, options, accepted);

        const centre = async (page: number) => {
          const pixels = await pixelsOf(body, page);
          return pixelAt(pixels, Math.floor(pixels.width / 2) - 3, Math.floor(pixels.height / 2) - 3)[3];
        };
        expect(await Promise.all([0, 1, 2].map(centre))).toEqual([255, 0, 255]);
      }
    },
  );

  it('is refused when it would be blown up beyond all bounds', async () => {
    await expect(render(gif, 'w=6000,h=4000,fit=contain', 'webp')).rejects.toMatchObject({
      failure: 'too-large',
    });
    await expect(render(gif, 'w=6000,h=4000,fit=contain,flip=v', 'webp')).rejects.toMatchObject({
      failure: 'too-large',
    });
  });
});
