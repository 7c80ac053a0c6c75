import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { SharpImageInspector } from '../../../lambdas/adapters/sharp-image-inspector';
import { avifWithMetadata } from '../../support/avif-metadata';
import { PHOTOGRAPHS, type PhotographName, photograph } from '../../support/files/fixture';
import { bombPng } from '../../support/files/one-bit-png';
import * as hostile from '../../support/hostile-images';
import { svg } from '../../support/hostile-svgs';

const inspector = new SharpImageInspector();
const inspect = async (body: Buffer | Promise<Buffer>) => inspector.inspect(await body);
const heic = (name: string) => readFileSync(path.join(__dirname, '../../fixtures/heic', name));

const expectRefusal = async (body: Buffer | Promise<Buffer>, code: string) =>
  expect(inspect(body)).rejects.toMatchObject({ name: 'DomainError', code });

describe('inspecting a picture', () => {
  it.each([
    ['photo.jpg', 'jpeg', 1280, 853, 1],
    ['cut-out.png', 'png', 360, 240, 1],
    ['animation.gif', 'gif', 160, 107, 6],
    ['photo.webp', 'webp', 800, 533, 1],
    ['animation.webp', 'webp', 240, 160, 6],
    ['photo.avif', 'avif', 640, 427, 1],
  ] as const)(
    'says of %s what it is and leaves its bytes alone',
    async (name, format, width, height, frames) => {
      const body = photograph(name);

      const result = await inspect(body);

      expect(result.body).toBe(body);
      expect(result.file).toEqual({
        format,
        contentType: PHOTOGRAPHS[name],
        width,
        height,
        frames,
        bytes: body.length,
        sha256: createHash('sha256').update(body).digest('hex'),
      });
    },
  );

  it('says of a HEIC what it is and leaves its bytes alone', async () => {
    const body = heic('photo.heic');

    const result = await inspect(body);

    expect(result.body).toBe(body);
    expect(result.file).toMatchObject({
      format: 'heic',
      contentType: 'image/heic',
      width: 640,
      height: 427,
      frames: 1,
    });
  });

  it('describes an SVG by its sanitised bytes', async () => {
    const { body, file } = await inspect(
      Buffer.concat([photograph('drawing.svg'), Buffer.from('<!-- private note -->')]),
    );

    expect(body.toString()).not.toContain('private note');
    expect(file).toMatchObject({ contentType: 'image/svg+xml', width: 240, height: 160, bytes: body.length });
    expect(file.sha256).toBe(createHash('sha256').update(body).digest('hex'));
  });

  it.each([
    ['a CMYK JPEG', hostile.cmykJpeg],
    ['a JPEG full of EXIF', hostile.exifHeavyJpeg],
    ['a progressive JPEG', () => hostile.noisy('jpeg', { progressive: true })],
    ['an interlaced PNG', () => hostile.noisy('png', { progressive: true })],
    ['a lossless WebP', () => hostile.noisy('webp', { lossless: true })],
    [
      'a picture with bytes after its end',
      async () => Buffer.concat([await hostile.plain('jpeg'), Buffer.from('<script>')]),
    ],
    [
      'a PNG of 16 bits',
      () =>
        sharp({ create: { width: 4, height: 4, channels: 3, background: '#123' } })
          .toColourspace('rgb16')
          .png()
          .toBuffer(),
    ],
  ])('accepts %s', async (_case, make) => {
    await expect(inspect(make())).resolves.toMatchObject({ file: { frames: 1 } });
  });

  it('reports dimensions as displayed, with the EXIF orientation applied', async () => {
    const { file } = await inspect(hostile.exifHeavyJpeg());

    expect([file.width, file.height]).toEqual([8, 16]);
  });
});

describe('bytes that are no picture', () => {
  it.each([
    ['a text', Buffer.from('This is a shopping list, not a picture.')],
    [
      'an HTML page',
      Buffer.from('<!doctype html><html><body><svg></svg><script>alert(1)</script></body></html>'),
    ],
    [
      'an XHTML page that holds an SVG',
      Buffer.from('<html xmlns="http://www.w3.org/1999/xhtml"><svg/></html>'),
    ],
    ['other XML', Buffer.from('<?xml version="1.0"?><rss><channel/></rss>')],
    ['a program', Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0', 'latin1')],
    ['a PDF', Buffer.from('%PDF-1.7 and so on')],
    ['a TIFF', Buffer.from('II*\0\x08\0\0\0\0\0\0\0\0\0', 'latin1')],
    ['a BMP', Buffer.from('BM\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1')],
    [
      'a compressed SVG',
      gzipSync('<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>'),
    ],
    ['a film', hostile.brandOnly('isom')],
    ['a HEIF of an unknown codec', hostile.brandOnly('mif1')],
    ['twelve zero bytes', Buffer.alloc(12)],
    ['eleven bytes', Buffer.from('\xff\xd8\xff\xe0 too s', 'latin1')],
  ])('are refused with 5455: %s', async (_case, body) => {
    await expectRefusal(body, 'unsupported-format');
  });

  it('are refused when there are none', async () => {
    await expectRefusal(Buffer.alloc(0), 'undecodable');
  });

  it.each([
    ['a script that starts like a GIF', hostile.gifScript()],
    ['a GIF without a picture', hostile.gif(10, 10, 0)],
    ['an empty WebP', hostile.emptyWebp()],
    ['an AVIF with only a brand', hostile.brandOnly('avif')],
    ['a HEIC with only a brand', hostile.brandOnly('heic')],
    ['an SVG without a size', svg('', 'width="0" height="0"')],
    ['an AVIF full of equal metadata', avifWithMetadata({ items: 10, extents: 32, bytes: 120_000 })],
    ['a JPEG marker and nothing', Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(64)])],
    ['a PNG with a wrong checksum', hostile.corruptPng()],
    ['a PNG that has fewer pixels than it claims', hostile.claimingPng(5000, 5000)],
  ])('that start like one are refused with 9422: %s', async (_case, body) => {
    await expectRefusal(body, 'undecodable');
  });
});

describe('a picture that was cut off', () => {
  it.each([
    ['JPEG', 'jpeg', {}],
    ['progressive JPEG', 'jpeg', { progressive: true }],
    ['PNG', 'png', {}],
    ['interlaced PNG', 'png', { progressive: true }],
    ['WebP', 'webp', {}],
    ['lossless WebP', 'webp', { lossless: true }],
    ['GIF', 'gif', {}],
    ['AVIF', 'avif', {}],
  ] as const)('is refused wherever it ends: %s', async (_case, format, options) => {
    const whole = await hostile.noisy(format, options);
    // A PNG's last 12 bytes say only that it is over.
    const ends = [0.2, 0.5, 0.9, 0.99]
      .map((part) => Math.floor(whole.length * part))
      .concat(whole.length - 14);

    await expect(inspect(whole)).resolves.toBeDefined();
    for (const end of ends) await expectRefusal(whole.subarray(0, end), 'undecodable');
  });

  it('is refused wherever it ends: SVG', async () => {
    const whole = photograph('drawing.svg');
    const end = whole.lastIndexOf('>');

    await expect(inspect(whole)).resolves.toBeDefined();
    for (const part of [0.5, 0.9, 0.99]) {
      await expectRefusal(whole.subarray(0, Math.floor(end * part)), 'undecodable');
    }
    await expectRefusal(whole.subarray(0, end), 'undecodable');
  });

  it.each(['animation.gif', 'animation.webp'] as PhotographName[])(
    'is refused in any of its frames: %s',
    async (name) => {
      const whole = photograph(name);

      for (const part of [0.3, 0.6, 0.95]) {
        await expectRefusal(whole.subarray(0, Math.floor(whole.length * part)), 'undecodable');
      }
    },
  );
});

describe('a picture that is too large', () => {
  it.each([
    ['a PNG that claims 50,000 x 50,000', hostile.claimingPng(50_000, 50_000)],
    ['a JPEG that claims 60,000 x 60,000', hostile.claimingJpeg(60_000, 60_000)],
    ['a GIF that claims 60,000 x 60,000', hostile.gif(60_000, 60_000, 1, hostile.GARBLED)],
  ])(
    'is refused by its header, before its pixels, which are not there, are decoded: %s',
    async (_case, body) => {
      await expectRefusal(body, 'too-large');
    },
  );

  it.each([
    [1, 100_000],
    [12_001, 1],
    [20_000, 5001],
    [10_001, 10_000],
  ])('is refused: a PNG that really has %d x %d pixels', async (width, height) => {
    await expectRefusal(bombPng(width, height), 'too-large');
  });

  it.each([
    ['1,001 frames of 100,000 pixels', 1000, 100, 1001],
    ['2,001 frames', 1, 1, 2001],
  ])(
    'is refused as an animation, before a frame is decoded: a GIF of %s',
    async (_case, width, height, frames) => {
      await expectRefusal(hostile.gif(width, height, frames), 'animation-too-large');
      await expectRefusal(hostile.gif(width, height, 2, hostile.GARBLED), 'undecodable');
      await expectRefusal(hostile.gif(width, height, frames, hostile.GARBLED), 'animation-too-large');
    },
  );

  it('is refused by its chunks: a WebP of so many frames that reading its header takes minutes', async () => {
    await expectRefusal(hostile.manyFramesWebp(400_000), 'animation-too-large');
  });

  it('is accepted at exactly the limits', async () => {
    await expect(inspect(bombPng(12_000, 8333))).resolves.toMatchObject({
      file: { width: 12_000, height: 8333 },
    });
    await expect(inspect(hostile.gif(200, 250, 2000))).resolves.toMatchObject({ file: { frames: 2000 } });
    await expect(inspect(hostile.manyFramesWebp(2000))).resolves.toMatchObject({ file: { frames: 2000 } });
  });
});
