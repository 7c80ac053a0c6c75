import { invalidOptions, outputTooLarge } from './delivery-error';
import { type Gravity, MAX_OUTPUT_SIDE_PIXELS, type Transform } from './transform';

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of the scaled image; at `entropy` the renderer looks for the busiest one. */
export interface Crop {
  readonly size: Size;
  readonly at: { readonly left: number; readonly top: number } | 'entropy';
}

/** How to get from an upright, trimmed and rotated original to the output: scale, then crop or pad. */
export interface FitPlan {
  readonly scaled: Size;
  readonly crop?: Crop;
  /** Centre the scaled image on an area of this size. */
  readonly pad?: Size;
  readonly output: Size;
}

/**
 * Enlarging is work that the original did not bring: more than this many output pixels, over all frames, are
 * refused unless the original itself has as many.
 */
const MAX_ENLARGED_PIXELS = 50_000_000;

/** Filling a wide area from a one-pixel line scales the line far beyond the area; libvips counts in 32 bits. */
const MAX_SCALED_SIDE = 2_000_000;

const area = ({ width, height }: Size): number => width * height;

const longest = ({ width, height }: Size): number => Math.max(width, height);

const scaleBy = (size: Size, ratio: number): Size => ({
  width: Math.max(1, Math.round(size.width * ratio)),
  height: Math.max(1, Math.round(size.height * ratio)),
});

const smallerOf = (a: Size, b: Size): Size => ({
  width: Math.min(a.width, b.width),
  height: Math.min(a.height, b.height),
});

/** The spare space left and above is the fraction that `gravity` says, as `object-position` in CSS. */
const cropPosition = (scaled: Size, size: Size, gravity: Gravity = { x: 0.5, y: 0.5 }): Crop['at'] => {
  if (gravity === 'entropy' && area(scaled) <= MAX_ENLARGED_PIXELS) return 'entropy';
  const { x, y } = gravity === 'entropy' ? { x: 0.5, y: 0.5 } : gravity;
  return {
    left: Math.round((scaled.width - size.width) * x),
    top: Math.round((scaled.height - size.height) * y),
  };
};

const scaleAndCrop = (source: Size, ratio: number, target: Size, gravity: Gravity | undefined): FitPlan => {
  const scaled = scaleBy(source, ratio);
  const size = smallerOf(scaled, target);
  if (area(size) === area(scaled)) return { scaled, output: scaled };
  return { scaled, crop: { size, at: cropPosition(scaled, size, gravity) }, output: size };
};

/** `cover`, `crop` and `aspect-crop`: the area is filled and what overflows is cut. */
const fill = (source: Size, target: Size, { fit, gravity }: Transform): FitPlan => {
  const covering = Math.max(target.width / source.width, target.height / source.height);
  if (fit === 'cover' || covering <= 1) return scaleAndCrop(source, covering, target, gravity);
  // Too small to fill the area without enlarging: `aspect-crop` keeps the area's shape, `crop` only its limits.
  const limits = fit === 'aspect-crop' ? scaleBy(target, 1 / covering) : target;
  return scaleAndCrop(source, 1, limits, gravity);
};

const pad = (source: Size, target: Size): FitPlan => {
  const ratio = Math.min(target.width / source.width, target.height / source.height);
  return { scaled: smallerOf(scaleBy(source, ratio), target), pad: target, output: target };
};

/** `scale-down`, `contain`, `scale-up`, and everything without two sides: the proportions stay. */
const proportional = (source: Size, { width, height, fit }: Transform): FitPlan => {
  const ratios = [
    width === undefined ? [] : [width / source.width],
    height === undefined ? [] : [height / source.height],
  ];
  const contained = Math.min(...ratios.flat());
  if (!Number.isFinite(contained)) return { scaled: source, output: source };
  const downOrUp = fit === 'scale-down' ? Math.min(contained, 1) : Math.max(contained, 1);
  const scaled = scaleBy(source, fit === 'contain' ? contained : downOrUp);
  return { scaled, output: scaled };
};

const planWithoutLimits = (source: Size, transform: Transform): FitPlan => {
  const { width, height, fit } = transform;
  if (width === undefined || height === undefined) return proportional(source, transform);
  const target = { width, height };
  if (fit === 'squeeze') return { scaled: target, output: target };
  if (fit === 'pad') return pad(source, target);
  if (fit === 'cover' || fit === 'crop' || fit === 'aspect-crop') return fill(source, target, transform);
  return proportional(source, transform);
};

/**
 * Works out sizes and places, each fit as Cloudflare defines it (contract 6.3). `source` is the original as it is
 * after EXIF orientation, trimming and rotation. The renderer's work is bounded by the result, so cost is capped here.
 * @throws DeliveryError `invalid-options` past 12,000 pixels a side, `too-large` past 50 megapixels over all frames,
 * both only where the original is enlarged.
 */
export const planFit = (source: Size, transform: Transform, frames: number): FitPlan => {
  const plan = planWithoutLimits(source, transform);
  if (area(plan.output) <= area(source)) return plan;
  if (longest(plan.output) > MAX_OUTPUT_SIDE_PIXELS) {
    throw invalidOptions(
      `the enlarged image would be more than ${MAX_OUTPUT_SIDE_PIXELS} pixels wide or high`,
    );
  }
  if (area(plan.output) * frames > MAX_ENLARGED_PIXELS || longest(plan.scaled) > MAX_SCALED_SIDE) {
    throw outputTooLarge(
      `the enlarged image would have more than ${MAX_ENLARGED_PIXELS / 1_000_000} megapixels`,
    );
  }
  return plan;
};
