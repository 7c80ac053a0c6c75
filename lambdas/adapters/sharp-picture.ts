import type { Sharp } from 'sharp';
import type { Shape } from '../core/delivery/shape';
import type { Colour, Transform } from '../core/delivery/transform';
import { applyEffects, hasEffects } from './sharp-effects';
import { shapeImage } from './sharp-geometry';
import { layOnPaper, liesOnPaper } from './sharp-paper';
import { type SharpSource, settle } from './sharp-source';

/** What is done to a still, and alike to each frame of an animation. */
export interface Rendering {
  readonly transform: Transform;
  readonly shape: Shape;
  /** What the picture lies on. Undefined: what can be seen through stays so, and `fit=pad` adds white. */
  readonly paper: Colour | undefined;
}

/** Adds everything that is done to pixels to a pipeline: shape, then effects, then what the picture lies on. */
export const renderPicture = async (
  { image, hasAlpha, isGrey }: Pick<SharpSource, 'image' | 'hasAlpha' | 'isGrey'>,
  { transform, shape, paper }: Rendering,
): Promise<Sharp> => {
  const { plan } = shape;
  const shaped = await shapeImage(image, shape);
  const picture = await applyEffects(shaped, plan.crop?.size ?? plan.scaled, transform);
  if (!liesOnPaper(hasAlpha, plan, paper)) return picture;
  const finished = hasEffects(transform) || isGrey ? await settle(picture) : picture;
  return layOnPaper(finished, hasAlpha, plan, paper);
};
