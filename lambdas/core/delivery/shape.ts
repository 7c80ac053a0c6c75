import { withoutUndefined } from '../without-undefined';
import { type FitPlan, planFit, type Size } from './fit-plan';
import type { Transform } from './transform';
import { type PixelTrim, type TrimBox, trimBox } from './trim-box';

/** Everything about the shape of an answer, in the order in which it is done: cut, mirror, rotate, then `plan`. */
export interface Shape {
  /** What is kept of the upright original. */
  readonly cut?: TrimBox;
  readonly flip?: NonNullable<Transform['flip']>;
  readonly rotate?: NonNullable<Transform['rotate']>;
  readonly plan: FitPlan;
}

const turned = ({ width, height }: Size, degrees: Transform['rotate']): Size =>
  degrees === 90 || degrees === 270 ? { width: height, height: width } : { width, height };

/**
 * Works out the shape of what a transform makes of an upright original, or of each of its `frames` (contract 6.3).
 * `trim` is the transform's, a border already found.
 * @throws DeliveryError `invalid-options` or `too-large`, see `trimBox` and `planFit`.
 */
export const planShape = (
  original: Size,
  transform: Transform,
  trim: PixelTrim | undefined,
  frames: number,
): Shape => {
  const { flip, rotate } = transform;
  const cut = trim && trimBox(original, trim);
  const plan = planFit(turned(cut ?? original, rotate), transform, frames);
  return { ...withoutUndefined({ cut, flip, rotate }), plan };
};
