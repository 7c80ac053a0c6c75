import { createHash } from 'node:crypto';
import sharp, { type Metadata, type SharpOptions } from 'sharp';
import { DomainError, undecodable, unsupportedFormat } from '../core/errors';
import type { ImageFile, ImageFormat } from '../core/image';
import { assertFrames, assertWithinLimits, MAX_PIXELS, type PictureSize } from '../core/image-limits';
import type { ImageInspector } from '../core/ports';
import { decoderInput } from './decoder-input';
import { readGifStructure } from './gif-structure';
import { checkHeif } from './heif-decoder';
import { sanitizeSvg } from './sanitize-svg';
import { sniffImageFormat } from './sniff-image-format';
import { countWebpFrames } from './webp-frames';

/** Far more than 100 megapixels take; well below the function's timeout, so that a refusal is still recorded. */
const DECODE_TIMEOUT_SECONDS = 30;

/** Decoded pixels end here: an image of this many pixels on each side. */
const PROBE_SIDE_PIXELS = 8;

/** Formats whose every frame is checked and counted; of the others sharp reads the primary picture. */
const ANIMATED: readonly ImageFormat[] = ['gif', 'webp'];

const readOptions = (format: ImageFormat): SharpOptions => ({
  // Not 'warning': cameras write JPEGs that libjpeg warns about and every browser shows.
  failOn: 'error',
  limitInputPixels: MAX_PIXELS,
  sequentialRead: true,
  ...(ANIMATED.includes(format) ? { pages: -1 } : {}),
});

/** sharp throws plain errors; their first line names the loader and the fault, never a path or a key. */
const asUndecodable = (cause: unknown): DomainError => {
  if (cause instanceof DomainError) return cause;
  const [line = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return undecodable(line.slice(0, 200), { cause });
};

const sizeOf = (format: ImageFormat, metadata: Metadata): PictureSize => ({
  format,
  width: metadata.width,
  height: metadata.pageHeight ?? metadata.height,
  frames: ANIMATED.includes(format) ? (metadata.pages ?? 1) : 1,
});

/**
 * Decodes every pixel and keeps none: the picture is averaged down to a few pixels while rows stream through. Averaging
 * needs all of them, where a nearest-neighbour probe would skip most and miss a truncated end. Shrinking on load
 * keeps JPEG and WebP small in memory; both decoders still read the whole bitstream for it.
 */
const decodeFully = async (body: Buffer, format: ImageFormat): Promise<void> => {
  await sharp(body, readOptions(format))
    .resize(PROBE_SIDE_PIXELS, PROBE_SIDE_PIXELS, { fit: 'fill' })
    .timeout({ seconds: DECODE_TIMEOUT_SECONDS })
    .raw()
    .toBuffer();
};

const inspectRaster = async (body: Buffer, format: ImageFormat): Promise<PictureSize> => {
  try {
    if (format === 'gif') assertWithinLimits({ format, ...readGifStructure(body) });
    if (format === 'webp') assertFrames(countWebpFrames(body));
    const picture = decoderInput(body, format);
    const metadata = await sharp(picture, { ...readOptions(format), limitInputPixels: false }).metadata();
    const size = sizeOf(format, metadata);
    assertWithinLimits(size);
    await decodeFully(picture, format);
    const { width, height } = size.frames > 1 ? size : metadata.autoOrient;
    return { ...size, width, height };
  } catch (error) {
    throw asUndecodable(error);
  }
};

const inspectHeic = async (body: Buffer): Promise<PictureSize> => {
  const size = { format: 'heic' as const, frames: 1, ...(await checkHeif(decoderInput(body, 'heic'))) };
  assertWithinLimits(size);
  return size;
};

const describe = (body: Buffer, { format, width, height, frames }: PictureSize): ImageFile => ({
  format,
  contentType: `image/${format}`,
  width,
  height,
  frames,
  bytes: body.length,
  sha256: createHash('sha256').update(body).digest('hex'),
});

/**
 * Security invariant (files are hostile): the only judge of uploaded bytes. Format from the bytes; size from the
 * header, against contract 5, before anything is decoded; then a full decode, so that whatever is published is known
 * to be a whole picture. Raster files stay byte for byte as they are; an SVG is replaced by its sanitised form.
 */
export class SharpImageInspector implements ImageInspector {
  constructor() {
    // Nothing is decoded twice, so a cache would only hold memory; one thread for each decode keeps its peak low.
    sharp.cache(false);
    sharp.concurrency(1);
  }

  async inspect(body: Buffer): Promise<{ readonly body: Buffer; readonly file: ImageFile }> {
    if (body.length === 0) throw undecodable('the file is empty');
    const format = sniffImageFormat(body);
    if (format === undefined) throw unsupportedFormat();
    if (format === 'svg+xml') {
      const svg = sanitizeSvg(body);
      const size = { format, frames: 1, width: svg.width, height: svg.height };
      assertWithinLimits(size);
      return { body: svg.body, file: describe(svg.body, size) };
    }
    const size = format === 'heic' ? await inspectHeic(body) : await inspectRaster(body, format);
    return { body, file: describe(body, size) };
  }
}
