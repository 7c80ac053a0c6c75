import { withoutUndefined } from '../without-undefined';
import { invalidOptions } from './delivery-error';
import { round2 } from './option-values';
import {
  type Gravity,
  MAX_OUTPUT_SIDE_PIXELS,
  PLAIN_TRANSFORM,
  type Transform,
  type TransformFit,
  type Trim,
} from './transform';

/** Options as written: fields that change nothing and sizes before `dpr` are still in. */
export type WrittenTransform = Partial<Omit<Transform, 'rotate'>> & {
  readonly rotate?: number;
  readonly dpr?: number;
};

/** With one side given there is no area to fill, so these fits mean what the table says. */
const ONE_SIDED: Partial<Record<TransformFit, TransformFit>> = {
  cover: 'contain',
  pad: 'contain',
  squeeze: 'contain',
  crop: 'scale-down',
  'aspect-crop': 'scale-down',
};

const CROPPING: readonly TransformFit[] = ['cover', 'crop', 'aspect-crop'];

const side = (name: string, value: number | undefined, dpr: number): number | undefined => {
  if (value === undefined) return undefined;
  const pixels = Math.max(1, Math.round(value * dpr));
  if (pixels > MAX_OUTPUT_SIDE_PIXELS)
    throw invalidOptions(`${name} times dpr must be at most ${MAX_OUTPUT_SIDE_PIXELS}`);
  return pixels;
};

const foldFit = (fit: TransformFit, sides: number): TransformFit => {
  if (sides === 2) return fit;
  return sides === 1 ? (ONE_SIDED[fit] ?? fit) : 'scale-down';
};

const isCentre = (gravity: Gravity): boolean =>
  gravity !== 'entropy' && gravity.x === 0.5 && gravity.y === 0.5;

const scaleTrim = (trim: Trim, dpr: number): Trim | undefined => {
  const px = (value: number) => Math.round(value * dpr);
  if (trim.kind === 'border') return trim;
  if (trim.kind === 'box') {
    return withoutUndefined({
      kind: 'box',
      left: px(trim.left),
      top: px(trim.top),
      width: trim.width === undefined ? undefined : Math.max(1, px(trim.width)),
      height: trim.height === undefined ? undefined : Math.max(1, px(trim.height)),
    });
  }
  const { top, right, bottom, left } = trim;
  if (top + right + bottom + left === 0) return undefined;
  return { kind: 'sides', top: px(top), right: px(right), bottom: px(bottom), left: px(left) };
};

/** A factor that changes something; contract 6.3 ignores 0 for all but saturation. */
const factor = (value: number | undefined): number | undefined =>
  value === 0 || value === 1 ? undefined : value;

const positive = (value: number | undefined): number | undefined => (value === 0 ? undefined : value);

const quarterTurns = (degrees = 0): Transform['rotate'] => {
  const turned = degrees % 360;
  return turned === 90 || turned === 180 || turned === 270 ? turned : undefined;
};

/**
 * Turns options as written into the one Transform that all equivalent spellings share: `dpr` multiplied in,
 * no-ops dropped, fits that need two sides replaced when one is missing. Idempotent.
 * @throws DeliveryError `invalid-options` when a side times `dpr` passes 12,000 pixels.
 */
export const foldTransform = (written: WrittenTransform): Transform => {
  const dpr = written.dpr ?? 1;
  const width = side('width', written.width, dpr);
  const height = side('height', written.height, dpr);
  const sides = Number(width !== undefined) + Number(height !== undefined);
  const fit = foldFit(written.fit ?? PLAIN_TRANSFORM.fit, sides);
  const gravity = CROPPING.includes(fit) ? written.gravity : undefined;
  return withoutUndefined({
    fit,
    metadata: written.metadata ?? PLAIN_TRANSFORM.metadata,
    format: written.format ?? PLAIN_TRANSFORM.format,
    anim: written.anim ?? PLAIN_TRANSFORM.anim,
    width,
    height,
    gravity: gravity === undefined || isCentre(gravity) ? undefined : gravity,
    quality: written.quality,
    background: written.background,
    blur: positive(written.blur),
    sharpen: positive(written.sharpen),
    brightness: factor(written.brightness),
    contrast: factor(written.contrast),
    gamma: factor(written.gamma),
    saturation: written.saturation === 1 ? undefined : written.saturation,
    rotate: quarterTurns(written.rotate),
    flip: written.flip,
    trim: written.trim === undefined ? undefined : scaleTrim(written.trim, round2(dpr)),
  });
};
