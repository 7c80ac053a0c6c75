import sharp from 'sharp';
import {
  colourName,
  corners,
  difference,
  imageOf,
  pixelAt,
  pixelsOf,
  quarters,
} from '../../support/delivery/pixels';
import { render } from '../../support/delivery/rendering';
import { photograph } from '../../support/files/fixture';

const SHAPE = quarters(120, 80);
let png: Buffer;

beforeAll(async () => {
  png = await imageOf(SHAPE).png().toBuffer();
});

const rendered = async (options: string, source = png) => pixelsOf((await render(source, options)).body);

describe('each fit', () => {
  it.each([
    ['w=60,h=60', 60, 40, 'red green blue yellow'],
    ['w=240,h=240', 120, 80, 'red green blue yellow'],
    ['w=60,h=60,fit=contain', 60, 40, 'red green blue yellow'],
    ['w=240,h=240,fit=contain', 240, 160, 'red green blue yellow'],
    ['w=240,fit=scale-up', 240, 160, 'red green blue yellow'],
    ['w=60,fit=scale-up', 120, 80, 'red green blue yellow'],
    ['w=40,h=80,fit=cover', 40, 80, 'red green blue yellow'],
    ['w=40,h=80,fit=cover,g=left', 40, 80, 'red red blue blue'],
    ['w=40,h=80,fit=cover,g=right', 40, 80, 'green green yellow yellow'],
    ['w=120,h=20,fit=cover,g=top', 120, 20, 'red green red green'],
    ['w=120,h=20,fit=cover,g=bottom', 120, 20, 'blue yellow blue yellow'],
    ['w=20,h=40,fit=cover,g=1x0.5', 20, 40, 'green green yellow yellow'],
    ['w=240,h=20,fit=cover,g=0x1', 240, 20, 'blue yellow blue yellow'],
    ['w=240,h=40,fit=crop,g=top', 120, 40, 'red green red green'],
    ['w=240,h=240,fit=crop', 120, 80, 'red green blue yellow'],
    ['w=240,h=40,fit=aspect-crop,g=bottom', 120, 20, 'blue yellow blue yellow'],
    ['w=120,h=120,fit=pad', 120, 120, 'white white white white'],
    ['w=120,h=120,fit=pad,background=blue', 120, 120, 'blue blue blue blue'],
    ['w=200,h=80,fit=pad,background=black', 200, 80, 'black black black black'],
    ['w=50,h=90,fit=squeeze', 50, 90, 'red green blue yellow'],
  ])('%s gives %d × %d with %s', async (options, width, height, expected) => {
    const pixels = await rendered(options);

    expect([pixels.width, pixels.height]).toEqual([width, height]);
    expect(corners(pixels)).toBe(expected);
  });

  it('pads around the middle', async () => {
    const pixels = await rendered('w=120,h=120,fit=pad,background=black');

    const column = [10, 25, 95, 110].map((y) => colourName(pixelAt(pixels, 30, y)));
    expect(column).toEqual(['black', 'red', 'blue', 'black']);
  });

  it('looks for the busy part with gravity auto', async () => {
    const busy = await sharp({ create: { width: 300, height: 100, channels: 3, background: '#fff' } })
      .composite([{ input: await imageOf(quarters(60, 60)).png().toBuffer(), left: 220, top: 20 }])
      .png()
      .toBuffer();

    const pixels = await rendered('w=100,h=100,fit=cover,g=auto', busy);

    const centre = [0.4, 0.6, 0.8].map((x) => colourName(pixelAt(pixels, Math.round(x * 100), 40)));
    expect(centre).not.toEqual(['white', 'white', 'white']);
  });
});

describe('turning, mirroring and cutting', () => {
  it.each([
    ['rotate=90', 80, 120, 'blue red yellow green'],
    ['rotate=180', 120, 80, 'yellow blue green red'],
    ['rotate=270', 80, 120, 'green yellow red blue'],
    ['flip=h', 120, 80, 'green red yellow blue'],
    ['flip=v', 120, 80, 'blue yellow red green'],
    ['flip=hv', 120, 80, 'yellow blue green red'],
    ['flip=h,rotate=90', 80, 120, 'yellow green blue red'],
    ['flip=v,rotate=90', 80, 120, 'red blue green yellow'],
    ['flip=h,rotate=270', 80, 120, 'red blue green yellow'],
    ['rotate=90,w=40', 40, 60, 'blue red yellow green'],
    ['rotate=90,w=40,h=120,fit=cover,g=left', 40, 120, 'blue blue yellow yellow'],
    ['flip=h,w=40,h=80,fit=cover,g=left', 40, 80, 'green green yellow yellow'],
    ['flip=v,w=120,h=20,fit=cover,g=top', 120, 20, 'blue yellow blue yellow'],
    ['flip=h,rotate=90,w=80,h=30,fit=cover,g=top', 80, 30, 'yellow green yellow green'],
    ['trim=0;60;40;0', 60, 40, 'red red red red'],
    ['trim=40;0;0;60', 60, 40, 'yellow yellow yellow yellow'],
    ['trim.left=60,trim.height=40', 60, 40, 'green green green green'],
    ['trim.left=60,trim.width=600', 60, 80, 'green green yellow yellow'],
    ['trim=0;60;0;0,rotate=90', 80, 60, 'blue red blue red'],
    ['trim=0;60;0;0,rotate=90,w=40,h=60,fit=cover,g=left', 40, 60, 'blue blue blue blue'],
    ['trim=0;60;0;0,flip=v,w=30', 30, 40, 'blue blue red red'],
    ['trim=0;60;0;0,flip=h', 60, 80, 'red red blue blue'],
    ['trim=0;60;40;0,flip=hv', 60, 40, 'red red red red'],
    ['trim=0;60;0;0,flip=v,rotate=90', 80, 60, 'red blue red blue'],
    ['trim=0;30;20;0,dpr=2', 60, 40, 'red red red red'],
  ])('%s gives %d × %d with %s', async (options, width, height, expected) => {
    const pixels = await rendered(options);

    expect([pixels.width, pixels.height]).toEqual([width, height]);
    expect(corners(pixels)).toBe(expected);
  });

  it('finds a border of one colour and cuts it off', async () => {
    const framed = await imageOf(SHAPE)
      .extend({ top: 7, bottom: 13, left: 21, right: 5, background: '#fff' })
      .png()
      .toBuffer();

    const pixels = await rendered('trim=border', framed);

    expect([pixels.width, pixels.height]).toEqual([120, 80]);
    expect(corners(pixels)).toBe('red green blue yellow');
  });

  it.each(['trim=80;0;0;0', 'trim=0;60;0;60', 'trim.left=120'])(
    'refuses %s, which leaves nothing',
    async (options) => {
      await expect(render(png, options)).rejects.toMatchObject({ failure: 'invalid-options' });
    },
  );
});

describe('EXIF orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('%d is applied, and nothing of it is left', async (orientation) => {
    const upright = imageOf(SHAPE);
    // What a camera stores is the upright picture under the inverse of the orientation.
    const stored = {
      1: () => upright,
      2: () => upright.flop(),
      3: () => upright.rotate(180),
      4: () => upright.flip(),
      5: async () => sharp(await upright.rotate(90).png().toBuffer()).flop(),
      6: () => upright.rotate(270),
      7: async () => sharp(await upright.rotate(270).png().toBuffer()).flop(),
      8: () => upright.rotate(90),
    }[orientation];
    const jpeg = await (await (stored ?? (() => upright))())
      .withMetadata({ orientation })
      .jpeg({ quality: 95 })
      .toBuffer();

    const { body } = await render(jpeg, 'w=60,metadata=keep');

    const [pixels, metadata] = [await pixelsOf(body), await sharp(body).metadata()];
    expect([pixels.width, pixels.height]).toEqual([60, 40]);
    expect(corners(pixels)).toBe('red green blue yellow');
    expect(metadata.orientation ?? 1).toBe(1);
  });

  it('is applied before a cut, a rotation and a crop', async () => {
    const jpeg = await imageOf(SHAPE)
      .rotate(270)
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 95 })
      .toBuffer();

    const results = await Promise.all(
      ['trim=0;60;0;0', 'rotate=90', 'w=40,h=80,fit=cover,g=right'].map(async (options) =>
        corners(await rendered(options, jpeg)),
      ),
    );

    expect(results).toEqual(['red red blue blue', 'blue red yellow green', 'green green yellow yellow']);
  });

  it('is applied before a border is looked for', async () => {
    const framed = await imageOf(SHAPE)
      .extend({ top: 7, bottom: 13, left: 21, right: 5, background: '#fff' })
      .png()
      .toBuffer();
    const turned = await sharp(framed).rotate(270).withMetadata({ orientation: 6 }).png().toBuffer();

    const pixels = await rendered('trim=border', turned);

    expect([pixels.width, pixels.height]).toEqual([120, 80]);
    expect(corners(pixels)).toBe('red green blue yellow');
  });
});

describe('a photograph', () => {
  const photo = photograph('photo.jpg');

  it.each([
    ['w=640', { width: 640 }],
    ['w=300,h=300,fit=cover', { width: 300, height: 300, fit: 'cover' }],
    ['w=400,h=100,fit=squeeze', { width: 400, height: 100, fit: 'fill' }],
  ] as const)('with %s looks as sharp alone renders it', async (options, resize) => {
    const reference = await pixelsOf(await sharp(photo).autoOrient().resize(resize).png().toBuffer());

    const [jpeg, webp, avif] = await Promise.all(
      ['jpeg', 'webp', 'avif'].map(async (format) =>
        pixelsOf((await render(photo, `${options},f=${format}`)).body),
      ),
    );

    for (const pixels of [jpeg, webp, avif]) {
      expect(pixels && difference(pixels, reference)).toBeLessThan(7);
    }
  });
});
