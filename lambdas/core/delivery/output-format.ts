import type { ImageFile } from '../image';
import { MAX_FRAMES } from '../image-limits';
import { notConvertible } from './delivery-error';
import type { Size } from './fit-plan';
import type { Transform } from './transform';

/** What the viewer's `Accept` comes to; the edge reduces it to these three (contract 5, "Output"). */
export type AcceptedFormat = 'avif' | 'webp' | 'original';

/** What an image is encoded as; `lossless-if-transparent` is PNG with an alpha channel and JPEG without. */
export type OutputFormat =
  | 'avif'
  | 'webp'
  | 'jpeg'
  | 'baseline-jpeg'
  | 'png'
  | 'gif'
  | 'lossless-if-transparent';

/**
 * At full HD AVIF takes four times as long as a JPEG at effort 2, about as long as WebP, and 48 times at sharp's default
 * effort. Up to there, where most views are, a smaller file is worth one slower first view, as the derivative is kept. Above,
 * a first view would wait for seconds. docs/delivery.md has the figures.
 */
const MAX_AVIF_OUTPUT_PIXELS = 2_100_000;

/** Past this everything but JPEG takes many seconds: WebP ten, PNG of a photograph twenty at 100 megapixels. */
const MAX_SLOW_PIXELS = 30_000_000;

/** WebP's own limit (RFC 9649, 2.7). */
const MAX_WEBP_SIDE_PIXELS = 16_383;

/** What sharp lets its AVIF encoder have. */
const MAX_AVIF_SIDE_PIXELS = 16_384;

/** Contract 5: animations with more pixels than this over all frames are delivered untransformed. */
const MAX_ANIMATION_PIXELS = 50_000_000;

/** True when frames are to be kept. */
export const isAnimated = (file: ImageFile, transform: Transform): boolean =>
  file.frames > 1 && transform.anim && canAnimate(transform);

const canAnimate = ({ format }: Transform): boolean => ['auto', 'webp', 'avif', 'json'].includes(format);

/** True for an animation that takes longer to render than a viewer waits. */
const isLongAnimation = ({ width, height, frames }: ImageFile): boolean =>
  frames > MAX_FRAMES || width * height * frames > MAX_ANIMATION_PIXELS;

/**
 * True when the stored bytes are the answer: SVG is never resized (contract 5), and a long or large animation is
 * delivered untransformed.
 * @throws DeliveryError `not-convertible` when an SVG is asked for as pixels.
 */
export const isServedAsStored = (file: ImageFile, transform: Transform): boolean => {
  if (transform.format === 'json') return false;
  if (file.format === 'svg+xml') {
    if (transform.format !== 'auto' && transform.format !== 'svg') {
      throw notConvertible('An SVG cannot be converted to another format');
    }
    return true;
  }
  if (transform.format === 'svg') throw notConvertible('Only an SVG can be delivered as SVG');
  return isAnimated(file, transform) && isLongAnimation(file);
};

const animatedFormat = (transform: Transform, accepted: AcceptedFormat): OutputFormat =>
  // No widely read animated AVIF encoder; every viewer that takes AVIF takes WebP.
  transform.format === 'auto' && accepted === 'original' ? 'gif' : 'webp';

const isSlow = ({ width, height }: Size): boolean => width * height > MAX_SLOW_PIXELS;

/** What every viewer can show, as near to the original as that allows. */
const universalFormat = (file: ImageFile, size: Size): OutputFormat => {
  if (file.format === 'jpeg') return 'jpeg';
  const kept = file.format === 'png' || file.format === 'gif';
  return kept && !isSlow(size) ? file.format : 'lossless-if-transparent';
};

/** The requested format if its encoder is bearable at this size, or the next one down. */
const affordable = (wanted: 'avif' | 'webp', size: Size, file: ImageFile): OutputFormat => {
  const longest = Math.max(size.width, size.height);
  const fitsAvif = size.width * size.height <= MAX_AVIF_OUTPUT_PIXELS && longest <= MAX_AVIF_SIDE_PIXELS;
  if (wanted === 'avif' && fitsAvif) return 'avif';
  const fitsWebp = !isSlow(size) && longest <= MAX_WEBP_SIDE_PIXELS;
  return fitsWebp ? 'webp' : universalFormat(file, size);
};

/** Chooses the encoder for an output of the given size. */
export const outputFormat = (
  file: ImageFile,
  transform: Transform,
  accepted: AcceptedFormat,
  size: Size,
): OutputFormat => {
  if (isAnimated(file, transform)) return animatedFormat(transform, accepted);
  const { format } = transform;
  if (format === 'avif' || format === 'webp') return affordable(format, size, file);
  if (format === 'jpeg' || format === 'baseline-jpeg' || format === 'png') return format;
  return accepted === 'original' ? universalFormat(file, size) : affordable(accepted, size, file);
};
