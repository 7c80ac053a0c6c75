import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { decodeHeif } from '../../../lambdas/adapters/heif-decoder';
import { rgbaTiff } from '../../../lambdas/adapters/rgba-tiff';
import { SharpRenderer } from '../../../lambdas/adapters/sharp-renderer';
import type { AcceptedFormat } from '../../../lambdas/core/delivery/output-format';
import { parseTransformOptions } from '../../../lambdas/core/delivery/transform-options';
import type { ImageFile } from '../../../lambdas/core/image';
import { difference, pixelAt, pixelsOf } from '../../support/delivery/pixels';

const fixture = (name: string) => readFileSync(path.join(__dirname, '../../fixtures/heic', name));
const photo = fixture('photo.heic');
const FILE: ImageFile = {
  format: 'heic',
  contentType: 'image/heic',
  width: 640,
  height: 427,
  frames: 1,
  bytes: 1,
  sha256: '',
};

const render = (options: string, accepted: AcceptedFormat, body = photo) =>
  new SharpRenderer(decodeHeif).render(body, FILE, parseTransformOptions(options), accepted);

describe('a HEIC photograph', () => {
  it.each([
    ['avif', 'image/avif'],
    ['webp', 'image/webp'],
    ['original', 'image/jpeg'],
  ] as const)(
    'is shown to a viewer of %s as %s',
    async (accepted, contentType) => {
      const derivative = await render('w=120', accepted);

      const { width, mediaType } = await sharp(derivative.body).metadata();
      expect([derivative.contentType, mediaType, width]).toEqual([contentType, contentType, 120]);
    },
    20_000,
  );

  it('looks as its decoder sees it', async () => {
    const { data, width, height } = await decodeHeif(photo);
    const reference = sharp(data, { raw: { width, height, channels: 4 } })
      .resize(200)
      .removeAlpha();

    const { body } = await render('w=200,f=png', 'original');

    expect(difference(await pixelsOf(body), await pixelsOf(reference))).toBeLessThan(2);
  });
});

it('a HEIC cut-out stays transparent', async () => {
  const { body, contentType } = await render('w=100', 'original', fixture('cut-out.heic'));

  const alphas = await pixelsOf(body);
  expect(contentType).toBe('image/png');
  expect(alphas.data.some((value, index) => index % 4 === 3 && value === 0)).toBe(true);
});

describe('pixels with a profile', () => {
  it.each(['p3', 'srgb'])('of %s are shown in the colours that were meant', async (profile) => {
    const meant = { r: 220, g: 30, b: 30 };
    const tagged = await sharp({ create: { width: 5, height: 3, channels: 3, background: meant } })
      .withIccProfile(profile)
      .png()
      .toBuffer();
    const { icc } = await sharp(tagged).metadata();
    const { data, width, height } = await pixelsOf(sharp(tagged, { ignoreIcc: true }));

    const tiff = rgbaTiff({ width, height, data, icc: icc ?? Buffer.alloc(0) });

    const shown = await pixelsOf(sharp(await sharp(tiff).png().toBuffer(), { ignoreIcc: true }));
    expect([shown.width, shown.height]).toEqual([5, 3]);
    const [r, g, b, alpha] = pixelAt(shown, 4, 2);
    expect(Math.abs(r - meant.r) + Math.abs(g - meant.g) + Math.abs(b - meant.b)).toBeLessThanOrEqual(6);
    expect(alpha).toBe(255);
  });
});
