import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { SharpRenderer } from '../../../lambdas/adapters/sharp-renderer';
import type { AcceptedFormat } from '../../../lambdas/core/delivery/output-format';
import { parseTransformOptions } from '../../../lambdas/core/delivery/transform-options';
import type { ImageFile, ImageFormat } from '../../../lambdas/core/image';

/** What ingest would record of an image. */
export const fileOf = async (body: Buffer, format?: ImageFormat): Promise<ImageFile> => {
  const metadata = await sharp(body, { animated: true }).metadata();
  const frames = metadata.pages ?? 1;
  const { width, height } = frames > 1 ? metadata : metadata.autoOrient;
  const detected = metadata.format === 'heif' ? 'avif' : (metadata.format as ImageFormat);
  return {
    format: format ?? detected,
    contentType: `image/${format ?? detected}`,
    width,
    height: metadata.pageHeight ?? height,
    frames,
    bytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
  };
};

const renderer = new SharpRenderer(() => Promise.reject(new Error('no HEIC here')));

/** Renders an image with the options of a flexible variant. */
export const render = async (body: Buffer, options: string, accepted: AcceptedFormat = 'original') =>
  renderer.render(body, await fileOf(body), parseTransformOptions(options), accepted);
