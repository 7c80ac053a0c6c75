import { animationTooLarge, tooLarge, undecodable } from './errors';
import type { ImageFormat } from './image';

/** Contract 5: pixels of a still image, and of all frames of an animation together. */
export const MAX_PIXELS = 100_000_000;

/**
 * Our limit for the frames of an animation: however small, each takes milliseconds where a rendering takes them apart, and
 * encoders look through all that came before. A minute at 30 frames a second has 1,800.
 */
export const MAX_FRAMES = 2000;

/** Contract 5: pixels per side, for every format but WebP and AVIF. */
const MAX_SIDE_PIXELS = 12_000;

/**
 * Our limit for uploaded AVIF. Its decoder holds some twenty bytes for each pixel, so that 100 million would need 2 GB.
 * Cloudflare allows 1,200 on a side (contract 5), far below any photograph.
 */
const MAX_AVIF_SOURCE_PIXELS = 25_000_000;

const UNLIMITED_SIDE: readonly ImageFormat[] = ['webp', 'avif'];

/** What a header says of a picture, before anything is decoded. */
export interface PictureSize {
  readonly format: ImageFormat;
  readonly width: number;
  /** Of one frame. */
  readonly height: number;
  /** 1 for a still image. */
  readonly frames: number;
}

/**
 * Refuses an animation by how many frames its header or its blocks announce.
 * @throws DomainError `animation-too-large`
 */
export const assertFrames = (frames: number): void => {
  if (frames > MAX_FRAMES) throw animationTooLarge(`it cannot have more than ${MAX_FRAMES} frames`);
};

/**
 * Refuses what contract 5 refuses, by the header alone.
 * @throws DomainError `undecodable` for an empty picture, `too-large`, or `animation-too-large`
 */
export const assertWithinLimits = ({ format, width, height, frames }: PictureSize): void => {
  if (!(width > 0 && height > 0 && frames > 0)) throw undecodable('the image has no pixels');
  if (Math.max(width, height) > MAX_SIDE_PIXELS && !UNLIMITED_SIDE.includes(format)) {
    throw tooLarge(
      `an image may be at most ${MAX_SIDE_PIXELS} pixels wide and high, this one is ${width}x${height}`,
    );
  }
  const pixels = width * height;
  assertFrames(frames);
  if (frames > 1 && pixels * frames > MAX_PIXELS)
    throw animationTooLarge(`its frames together cannot exceed ${MAX_PIXELS / 1_000_000} million pixels`);
  const limit = format === 'avif' ? MAX_AVIF_SOURCE_PIXELS : MAX_PIXELS;
  if (pixels > limit) {
    throw tooLarge(
      `the image may hold at most ${limit / 1_000_000} megapixels, this one is ${width}x${height}`,
    );
  }
};
