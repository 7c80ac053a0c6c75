import type { Sharp } from 'sharp';
import type { Size } from '../core/delivery/fit-plan';
import type { OutputFormat } from '../core/delivery/output-format';
import type { Transform } from '../core/delivery/transform';

/** Cloudflare's default (contract 6.3), on JPEG's scale. */
const DEFAULT_QUALITY = 85;

/** What looks like a JPEG of quality 85 is an AVIF of about 55 and a WebP of about 80. */
const AVIF_SCALE = 0.65;
const WEBP_OFFSET = 5;

/** The encoders that choose nothing any more. */
export type Encoder = Exclude<OutputFormat, 'lossless-if-transparent'>;

const MEDIA_TYPES = {
  avif: 'image/avif',
  webp: 'image/webp',
  jpeg: 'image/jpeg',
  'baseline-jpeg': 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
} as const satisfies Record<Encoder, string>;

/** The media type that an encoder writes. */
export const mediaType = (encoder: Encoder): string => MEDIA_TYPES[encoder];

/** True for encoders whose pictures cannot be seen through. */
export const hasNoTransparency = (encoder: Encoder): boolean => mediaType(encoder) === 'image/jpeg';

/** How an animation plays; sharp passes it on by itself unless the frames were taken apart. */
export interface Playback {
  readonly delay?: number[];
  readonly loop?: number;
}

const webp = (image: Sharp, quality: number, playback: Playback): Sharp =>
  quality === 100
    ? image.webp({ lossless: true, ...playback })
    : image.webp({ quality: Math.max(1, quality - WEBP_OFFSET), ...playback });

const avif = (image: Sharp, quality: number): Sharp =>
  // Effort 2 and halved chroma: about as fast as WebP up to full HD, and smaller. The default effort, 4, takes up to
  // twelve times as long for another sixth of the size (docs/delivery.md).
  image.avif({
    quality: Math.max(1, Math.round(quality * AVIF_SCALE)),
    effort: 2,
    chromaSubsampling: '4:2:0',
  });

/** Choosing a palette takes about a second for each megapixel, and nothing can stop it. */
const MAX_PALETTE_PIXELS = 4_000_000;

/** A quality that was asked for allows a palette (contract 6.3, Cloudflare's "PNG8"); by default PNG is lossless. */
const png = (image: Sharp, { width, height }: Size, quality: number | undefined): Sharp =>
  quality === undefined || width * height > MAX_PALETTE_PIXELS
    ? image.png()
    : image.png({ palette: true, quality });

/** A finished pipeline, the size of one frame at its end, and how its frames play. */
export interface Finished {
  readonly image: Sharp;
  readonly size: Size;
  /** @default as in the original */
  readonly playback?: Playback;
}

/** Ends a pipeline with an encoder. */
export const encode = (
  { image, size, playback = {} }: Finished,
  encoder: Encoder,
  transform: Transform,
): Sharp => {
  const quality = transform.quality ?? DEFAULT_QUALITY;
  switch (encoder) {
    case 'avif':
      return avif(image, quality);
    case 'webp':
      return webp(image, quality, playback);
    case 'gif':
      // The default effort, 7, takes ten times as long for a few percent: minutes for a long animation. And the palette
      // of the original, which would be used again, lacks the colours that a background and effects bring.
      return image.gif({ effort: 1, reuse: false, ...playback });
    case 'png':
      return png(image, size, transform.quality);
    default:
      return image.jpeg({ quality, progressive: encoder === 'jpeg' });
  }
};
