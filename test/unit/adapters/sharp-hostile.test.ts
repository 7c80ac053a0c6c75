import sharp from 'sharp';
import { SharpRenderer } from '../../../lambdas/adapters/sharp-renderer';
import { parseTransformOptions } from '../../../lambdas/core/delivery/transform-options';
import type { ImageFile } from '../../../lambdas/core/image';
import { avifWithMetadata } from '../../support/avif-metadata';
import { render } from '../../support/delivery/rendering';
import { photograph } from '../../support/files/fixture';
import { truncatedJpeg } from '../../support/files/hostile-files';
import { bombPng } from '../../support/files/one-bit-png';

const file = (values: Partial<ImageFile> = {}): ImageFile => ({
  format: 'png',
  contentType: 'image/png',
  width: 100,
  height: 100,
  frames: 1,
  bytes: 1,
  sha256: '',
  ...values,
});
const renderer = new SharpRenderer(() => Promise.reject(new Error('no HEIC here')));
const renderBytes = (body: Buffer, values: Partial<ImageFile> = {}) =>
  renderer.render(body, file(values), parseTransformOptions('w=10'), 'original');

describe('bytes that ingest would never have let through', () => {
  it.each<[string, () => Buffer]>([
    ['nothing', () => Buffer.alloc(0)],
    ['text', () => Buffer.from('GIF89a is how a GIF starts, or was it?')],
    ['a header without an image', () => photograph('photo.jpg').subarray(0, 30)],
    ['a bomb of 121 megapixels', () => bombPng(11_000, 11_000)],
    [
      'random noise behind a PNG signature',
      () => Buffer.concat([photograph('cut-out.png').subarray(0, 60), Buffer.alloc(500, 7)]),
    ],
  ])('end as a rendering error: %s', async (_what, bytes) => {
    await expect(renderBytes(bytes())).rejects.toMatchObject({
      name: 'DeliveryError',
      failure: 'rendering-failed',
    });
  });

  it('end as a rendering error when HEIC cannot be decoded', async () => {
    await expect(renderBytes(Buffer.from('x'), { format: 'heic' })).rejects.toMatchObject({
      failure: 'rendering-failed',
    });
  });

  it('end as a rendering error when an AVIF points at the same metadata over and over', async () => {
    const body = avifWithMetadata({ items: 10, extents: 32, bytes: 120_000 });

    await expect(renderBytes(body, { format: 'avif' })).rejects.toMatchObject({
      failure: 'rendering-failed',
    });
  });

  it('tell the cause to the log and not to the viewer', async () => {
    const error = await renderBytes(Buffer.from('x')).catch((reason: unknown) => reason);

    expect(error).toMatchObject({ message: 'The image could not be decoded or encoded' });
    expect((error as Error).cause).toBeInstanceOf(Error);
  });

  it('are shown as far as they go when the end is missing', async () => {
    const { body } = await renderBytes(truncatedJpeg(), { format: 'jpeg', contentType: 'image/jpeg' });

    expect((await sharp(body).metadata()).width).toBe(10);
  });
});

describe('extreme shapes', () => {
  const line = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#36c' } })
      .png()
      .toBuffer();

  it.each([
    [1, 12_000, 'w=100,h=100', 1, 100],
    [12_000, 1, 'w=100,h=100', 100, 1],
    [12_000, 1, 'w=100,h=100,fit=pad', 100, 100],
    [12_000, 10, 'w=100,h=100,fit=cover', 100, 100],
    [1, 1, 'w=4000,h=4000,fit=cover', 4000, 4000],
    [1, 1, 'blur=250,sharpen=10', 1, 1],
    [1, 1, 'trim=border', 1, 1],
    [3, 3, 'w=1,h=1,fit=squeeze,rotate=90,flip=hv', 1, 1],
  ])('%d × %d with %s become %d × %d', async (width, height, options, outputWidth, outputHeight) => {
    const { body } = await render(await line(width, height), options);

    const metadata = await sharp(body).metadata();
    expect([metadata.width, metadata.height]).toEqual([outputWidth, outputHeight]);
  });

  it.each([
    'w=12000,h=12000,fit=cover',
    'w=12000,h=12000,fit=pad',
    'w=12000,h=12000,fit=squeeze',
    'w=12000,fit=contain',
  ])('are not blown up beyond what is allowed: %s', async (options) => {
    await expect(render(await line(10, 10), options)).rejects.toMatchObject({ name: 'DeliveryError' });
  });
});
