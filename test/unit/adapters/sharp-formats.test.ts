import sharp from 'sharp';
import type { AcceptedFormat } from '../../../lambdas/core/delivery/output-format';
import { colourName, distance, imageOf, pixelAt, pixelsOf, quarters } from '../../support/delivery/pixels';
import { render } from '../../support/delivery/rendering';
import { photograph } from '../../support/files/fixture';

/** A red square in the middle of nothing. */
const cutOut = () =>
  sharp({
    create: { width: 60, height: 60, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  }).composite([
    { input: { create: { width: 20, height: 20, channels: 4, background: '#dc1e1e' } }, left: 20, top: 20 },
  ]);

const sees = async (body: Buffer, x: number, y: number) => colourName(pixelAt(await pixelsOf(body), x, y));

describe('the format of a rendered image', () => {
  it.each([
    ['photo.jpg', 'avif', 'image/avif'],
    ['photo.jpg', 'webp', 'image/webp'],
    ['photo.jpg', 'original', 'image/jpeg'],
    ['cut-out.png', 'original', 'image/png'],
    ['photo.webp', 'original', 'image/jpeg'],
    ['photo.avif', 'original', 'image/jpeg'],
    ['photo.avif', 'avif', 'image/avif'],
  ] as const)('of %s to a viewer of %s is %s, by its bytes too', async (name, accepted, contentType) => {
    const derivative = await render(photograph(name), 'w=100', accepted);

    const { mediaType } = await sharp(derivative.body).metadata();
    expect([derivative.contentType, mediaType]).toEqual([contentType, contentType]);
  });

  it.each([
    ['f=jpeg', 'image/jpeg', true],
    ['f=baseline-jpeg', 'image/jpeg', false],
    ['f=png', 'image/png', false],
    ['f=webp', 'image/webp', false],
    ['f=avif', 'image/avif', false],
  ])('is what %s asks for', async (options, contentType, isProgressive) => {
    const derivative = await render(photograph('photo.jpg'), `w=100,${options}`, 'avif');

    const metadata = await sharp(derivative.body).metadata();
    expect(derivative.contentType).toBe(contentType);
    expect(metadata.isProgressive).toBe(isProgressive);
  });

  it('keeps the transparency of WebP and AVIF for viewers of neither', async () => {
    const sources = await Promise.all([
      cutOut().webp().toBuffer(),
      cutOut().avif({ lossless: true }).toBuffer(),
    ]);

    const derivatives = await Promise.all(sources.map((source) => render(source, 'w=60')));

    expect(derivatives.map(({ contentType }) => contentType)).toEqual(['image/png', 'image/png']);
    expect(await Promise.all(derivatives.map(({ body }) => sees(body, 5, 5)))).toEqual([
      'transparent',
      'transparent',
    ]);
  });

  it('gets smaller with less quality, and lossless WebP with all of it', async () => {
    const sizes = async (format: string) =>
      Promise.all(
        ['30', 'low', '85', '95'].map(
          async (q) => (await render(photograph('photo.jpg'), `w=200,q=${q},f=${format}`)).body.length,
        ),
      );

    for (const format of ['jpeg', 'webp', 'avif']) {
      const [worst = 0, low = 0, normal = 0, best = 0] = await sizes(format);
      expect(worst).toBeLessThan(low);
      expect(low).toBeLessThan(normal);
      expect(normal).toBeLessThan(best);
    }
    const lossless = await pixelsOf((await render(await cutOut().png().toBuffer(), 'q=100,f=webp')).body);
    expect(pixelAt(lossless, 30, 30)).toEqual([220, 30, 30, 255]);
  });

  it('uses a palette for PNG when a quality is asked for', async () => {
    const [plain, quality] = await Promise.all(
      ['w=200,f=png', 'w=200,f=png,q=80'].map(
        async (options) => (await render(photograph('cut-out.png'), options)).body,
      ),
    );

    expect((await sharp(plain).metadata()).isPalette).toBe(false);
    expect((await sharp(quality).metadata()).isPalette).toBe(true);
  });
});

describe('transparency', () => {
  it.each(['avif', 'webp', 'original'] as const)(
    'stays for a viewer of %s',
    async (accepted: AcceptedFormat) => {
      const { body } = await render(await cutOut().png().toBuffer(), 'w=60', accepted);

      expect([await sees(body, 5, 5), await sees(body, 30, 30)]).toEqual(['transparent', 'red']);
    },
  );

  it.each([
    ['f=jpeg', 'white'],
    ['f=jpeg,background=blue', 'blue'],
    ['f=jpeg,background=rgba%280%2C0%2C0%2C0.1%29', 'white'],
    ['background=blue', 'blue'],
    ['background=%2300f', 'blue'],
    ['background=rgb%2840%2C60%2C200%29', 'blue'],
    ['background=transparent', 'transparent'],
    ['fit=pad,w=90,h=60', 'transparent'],
    ['fit=pad,w=90,h=60,background=blue', 'blue'],
  ])('becomes what %s says', async (options, expected) => {
    const { body } = await render(await cutOut().png().toBuffer(), options);

    const { width } = await sharp(body).metadata();
    expect(await sees(body, Math.round((width ?? 0) / 2), 5)).toBe(expected);
    expect(await sees(body, Math.round((width ?? 0) / 2), 30)).toBe('red');
  });

  it.each(['avif', 'webp', 'original'] as const)(
    'shows half a colour through for a viewer of %s, alike behind the picture and around it',
    async (accepted) => {
      const options = 'fit=pad,w=100,h=60,background=rgba%28255%2C0%2C0%2C0.5%29';

      const { body } = await render(await cutOut().png().toBuffer(), options, accepted);

      const pixels = await pixelsOf(body);
      for (const x of [5, 25, 95]) {
        expect(distance(pixelAt(pixels, x, 5), [255, 0, 0, 128])).toBeLessThanOrEqual(3);
      }
      expect(distance(pixelAt(pixels, 50, 30), [220, 30, 30, 255])).toBeLessThanOrEqual(6);
    },
  );

  it.each([
    ['', [255, 255, 255, 255]],
    ['background=transparent', [255, 255, 255, 255]],
    ['background=rgba%280%2C0%2C255%2C0.5%29', [128, 128, 255, 255]],
    ['background=blue', [0, 0, 255, 255]],
  ] as const)('lies on white paper in a JPEG: fit=pad,%s', async (options, expected) => {
    const opaque = imageOf(quarters(60, 60)).removeAlpha();

    for (const source of [cutOut(), opaque]) {
      const { body } = await render(
        await source.png().toBuffer(),
        `fit=pad,w=100,h=60,f=jpeg,${options || 'q=90'}`,
      );

      expect(distance(pixelAt(await pixelsOf(body), 3, 30), expected)).toBeLessThanOrEqual(3);
    }
  });

  it.each(['brightness=0.5', 'contrast=3', 'gamma=2', 'saturation=0', 'sharpen=5', 'blur=3', 'blur=40'])(
    'leaves a background as it is with %s',
    async (effect) => {
      const source = await cutOut().png().toBuffer();
      const pad = 'fit=pad,w=100,h=60';
      const backgrounds = [
        [`${pad},background=%23304050`, [48, 64, 80, 255]],
        [`${pad},background=%2330405080`, [48, 64, 80, 128]],
        [`${pad},background=%23304050,f=jpeg`, [48, 64, 80, 255]],
        [`${pad},f=jpeg`, [255, 255, 255, 255]],
        [`${pad}`, [255, 255, 255, 255]],
      ] as const;

      for (const [options, expected] of backgrounds) {
        const { body } = await render(source, `${options},${effect}`);

        expect(distance(pixelAt(await pixelsOf(body), 3, 3), expected)).toBeLessThanOrEqual(2);
      }
    },
  );

  it('has a background in colour under a grey picture', async () => {
    const grey = () => cutOut().toColourspace('b-w');
    const sources = await Promise.all([grey().png().toBuffer(), grey().removeAlpha().jpeg().toBuffer()]);

    for (const source of sources) {
      const { body } = await render(source, 'fit=pad,w=100,h=60,background=blue,f=png');

      expect(pixelAt(await pixelsOf(body), 3, 30)).toEqual([0, 0, 255, 255]);
    }
  });

  it.each([
    ['a cut-out', 'background=blue', 'image/jpeg'],
    ['a cut-out', 'background=transparent', 'image/png'],
    ['a photograph', 'w=900,h=300,fit=pad', 'image/jpeg'],
    ['a photograph', 'w=900,h=300,fit=pad,background=transparent', 'image/png'],
  ])(
    'of %s in WebP with %s is shown to viewers of neither WebP nor AVIF as %s',
    async (what, options, expected) => {
      const source = what === 'a cut-out' ? await cutOut().webp().toBuffer() : photograph('photo.webp');

      expect((await render(source, options)).contentType).toBe(expected);
    },
  );

  it('pads with white, and with a colour that is half transparent', async () => {
    const opaque = await imageOf(quarters(60, 60)).removeAlpha().png().toBuffer();

    const [white, half] = await Promise.all([
      render(opaque, 'fit=pad,w=100,h=60'),
      render(opaque, 'fit=pad,w=100,h=60,background=rgba%280%2C0%2C255%2C0.5%29'),
    ]);

    expect(pixelAt(await pixelsOf(white.body), 3, 30)).toEqual([255, 255, 255, 255]);
    expect(pixelAt(await pixelsOf(half.body), 3, 30)).toEqual([0, 0, 255, 128]);
  });
});

describe('metadata', () => {
  const source = (format: 'jpeg' | 'png' = 'jpeg') =>
    imageOf(quarters(60, 60))
      .withExif({
        IFD0: { Copyright: 'Example Press', Artist: 'A. Photographer', Make: 'Camera Inc' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
      })
      .withXmp(
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>',
      )
      .toFormat(format)
      .toBuffer();
  const exifText = async (options: string, format?: 'png') => {
    const { exif, xmp } = await sharp((await render(await source(format), options)).body).metadata();
    return `${exif?.toString('latin1') ?? ''}${xmp?.toString('latin1') ?? ''}`;
  };

  it('is gone by default, GPS first of all', async () => {
    expect(await exifText('w=30')).toBe('');
    expect(await exifText('w=30,metadata=none')).toBe('');
  });

  it('keeps the copyright and nothing else when told so', async () => {
    const text = await exifText('w=30,metadata=copyright');

    expect(text).toContain('Example Press');
    expect(text).toContain('A. Photographer');
    expect(text).not.toContain('Camera Inc');
    expect(text).not.toContain('xmpmeta');
    expect(text).not.toContain('\x01\x00\x02\x00\x02\x00\x00\x00N');
  });

  it.each(['f=jpeg', 'f=webp', 'f=avif', 'f=png', 'blur=50', 'trim=5;5;5;5,rotate=90'])(
    'is all kept when told so, with %s too',
    async (options) => {
      const text = await exifText(`w=30,metadata=keep,${options}`);

      expect(text).toContain('Example Press');
      expect(text).toContain('Camera Inc');
      expect(text).toContain('xmpmeta');
    },
  );

  it('is kept of a PNG too, though its text is not', async () => {
    const text = await exifText('w=30,metadata=keep', 'png');

    expect(text).toContain('Example Press');
    expect(text).toContain('xmpmeta');
  });
});

describe('colours', () => {
  it.each(['srgb', 'rgb16'])(
    'of a wide-gamut profile in %s become sRGB, and the profile goes',
    async (space) => {
      const wide = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#dc1e1e' } })
        .toColourspace(space)
        .withIccProfile('p3')
        .png()
        .toBuffer();
      const stored = pixelAt(await pixelsOf(sharp(wide, { ignoreIcc: true })), 4, 4);

      const { body } = await render(wide, 'w=8,metadata=keep');

      const shown = pixelAt(await pixelsOf(sharp(body, { ignoreIcc: true })), 4, 4);
      expect(stored[0]).toBeLessThan(210);
      expect(Math.abs(shown[0] - 220)).toBeLessThanOrEqual(2);
      expect((await sharp(body).metadata()).hasProfile).toBe(false);
    },
  );

  it('of a CMYK JPEG become RGB', async () => {
    const cmyk = await imageOf(quarters(40, 40)).toColourspace('cmyk').jpeg().toBuffer();

    const { body } = await render(cmyk, 'w=20');

    expect((await sharp(body).metadata()).space).toBe('srgb');
  });
});
