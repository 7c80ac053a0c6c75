import type { Sharp } from 'sharp';
import type { Size } from '../core/delivery/fit-plan';
import type { OutputFormat } from '../core/delivery/output-format';
import type { Colour, Transform } from '../core/delivery/transform';

/** Cloudflare's default (contract 6.3), on JPEG's scale. */
const DEFAULT_QUALITY = 85;

/** What looks like a JPEG of quality 85 is an AVIF of about 55 and a WebP of about 80. */
const AVIF_SCALE = 0.65;
const WEBP_OFFSET = 5;

const NOTHING: Colour = { r: 0, g: 0, b: 0, alpha: 0 };

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

/** How an animation plays; sharp passes it on by itself unless the frames were taken apart. */
export interface Playback {
  readonly delay?: number[];
  readonly loop?: number;
}

/** JPEG has no transparency: what is seen through is the background, and through that white paper. */
const overWhite = ({ r, g, b, alpha }: Colour): Colour => {
  const mix = (channel: number) => Math.round(channel * alpha + 255 * (1 - alpha));
  return { r: mix(r), g: mix(g), b: mix(b), alpha: 1 };
};

const jpeg = (image: Sharp, quality: number, progressive: boolean, background: Colour = NOTHING): Sharp =>
  image.flatten({ background: overWhite(background) }).jpeg({ quality, progressive });

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
      // The default effort, 7, takes ten times as long for a few percent: minutes for a long animation.
      return image.gif({ effort: 1, ...playback });
    case 'png':
      return png(image, size, transform.quality);
    default:
      return jpeg(image, quality, encoder === 'jpeg', transform.background);
  }
};
