import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import type { Size } from '../core/delivery/fit-plan';
import type { ImageFile } from '../core/image';
import { MAX_PIXELS } from '../core/image-limits';
import { decoderInput } from './decoder-input';
import type { HeifPicture } from './heif-decoder';
import { limitTime } from './render-time';
import { rgbaTiff } from './rgba-tiff';

/** Pixels are kept by nobody between requests, and a warm cache would only grow the function's memory. */
sharp.cache(false);

/** Decodes HEIC, which sharp's own libheif has no decoder for. */
export type DecodeHeif = (body: Buffer) => Promise<HeifPicture>;

/** An original, ready for a pipeline. */
export interface SharpSource {
  /** A pipeline that starts with the upright original. */
  readonly image: Sharp;
  /** Of one frame, upright. */
  readonly size: Size;
  readonly frames: number;
  /** Milliseconds of each frame; absent for a still. */
  readonly delay?: readonly number[];
  /** How often an animation plays, 0 for ever. */
  readonly loop?: number;
  readonly hasAlpha: boolean;
  /** One channel for all colours. */
  readonly isGrey: boolean;
  /** The raw EXIF block. */
  readonly exif?: Buffer;
}

const options = (extra: SharpOptions): SharpOptions => ({
  // Nothing larger is published: a second check before anything is decoded.
  limitInputPixels: MAX_PIXELS,
  // Ingest has decoded every pixel under its own rules; what it let through must not fail here.
  failOn: 'none',
  ...extra,
});

/** A pipeline that starts with raw pixels, `frames` of them below each other. */
export const rawImage = (data: Buffer, { width, height }: Size, channels: 1 | 2 | 3 | 4, frames = 1): Sharp =>
  limitTime(
    sharp(
      data,
      options({
        raw: { width, height: height * frames, channels, ...(frames > 1 ? { pageHeight: height } : {}) },
      }),
    ),
  );

interface Reading {
  readonly animated: boolean;
  readonly autoOrient: boolean;
}

const describe = (image: Sharp, metadata: Metadata, { animated, autoOrient }: Reading): SharpSource => {
  const { width, height } = autoOrient ? metadata.autoOrient : metadata;
  return {
    image,
    size: { width, height: animated ? (metadata.pageHeight ?? height) : height },
    // `pages` counts what the file holds, also when only the first is read.
    frames: animated ? (metadata.pages ?? 1) : 1,
    hasAlpha: metadata.hasAlpha,
    isGrey: metadata.channels < 3,
    ...(metadata.delay ? { delay: metadata.delay } : {}),
    ...(metadata.loop === undefined ? {} : { loop: metadata.loop }),
    ...(metadata.exif ? { exif: metadata.exif } : {}),
  };
};

/** The decoder always gives four channels; only cut-outs use the fourth. */
const isOpaque = (rgba: Buffer): boolean => {
  for (let offset = 3; offset < rgba.length; offset += 4) if (rgba[offset] !== 255) return false;
  return true;
};

const openHeif = async (body: Buffer, decodeHeif: DecodeHeif): Promise<SharpSource> => {
  const { width, height, data, icc } = await decodeHeif(body);
  const size = { width, height };
  const image = icc
    ? limitTime(sharp(rgbaTiff({ ...size, data, icc }), options({})))
    : rawImage(data, size, 4);
  const hasAlpha = !isOpaque(data);
  return { image: hasAlpha ? image : image.removeAlpha(), size, frames: 1, hasAlpha, isGrey: false };
};

/**
 * Opens an original. `animated` keeps all its frames; without it, a still is made of the first.
 * @throws whatever `decoderInput`, sharp or the HEIC decoder throws for bytes they cannot read.
 */
export const openSource = async (
  body: Buffer,
  file: ImageFile,
  animated: boolean,
  decodeHeif: DecodeHeif,
): Promise<SharpSource> => {
  const picture = decoderInput(body, file.format);
  if (file.format === 'heic') return await openHeif(picture, decodeHeif);
  // sharp cannot turn animations, so ingest records them, and they are shown, as they are stored.
  const reading = { animated, autoOrient: file.frames === 1 };
  const image = limitTime(sharp(picture, options(reading)));
  const metadata = await image.metadata();
  // With 16 bits for each channel sharp converts profiles to P3 and calls the result sRGB, and takes the numbers that
  // contrast adds for sixteenths of a shade: eight bits first.
  const source = metadata.depth === 'ushort' ? image.pipelineColourspace('srgb') : image;
  return describe(source, metadata, reading);
};

/**
 * Computes a still's pipeline so far and starts a new one from its pixels: sharp runs its operations in an order of its
 * own. The pixels travel as a PNG that is not compressed: as fast as raw ones, and EXIF and XMP come along.
 */
export const settle = async (image: Sharp): Promise<Sharp> => {
  const png = await image.keepExif().keepXmp().png({ compressionLevel: 0 }).toBuffer();
  return limitTime(sharp(png, options({})));
};
