import type { Sharp } from 'sharp';
import type { FitPlan } from '../core/delivery/fit-plan';
import type { Colour, Transform } from '../core/delivery/transform';
import { type Encoder, hasNoTransparency } from './sharp-encode';

/** What `fit=pad` fills with when no `background` is given (contract 6.3). */
const WHITE: Colour = { r: 255, g: 255, b: 255, alpha: 1 };

const NOTHING: Colour = { r: 0, g: 0, b: 0, alpha: 0 };

const overWhite = ({ r, g, b, alpha }: Colour): Colour => {
  const mix = (channel: number) => Math.round(channel * alpha + 255 * (1 - alpha));
  return { r: mix(r), g: mix(g), b: mix(b), alpha: 1 };
};

/**
 * The colour that a picture lies on, undefined for none. Without transparency in the encoding there is always one: what
 * is seen through is the background, and through that white paper.
 */
export const paperOf = ({ background }: Transform, encoder: Encoder): Colour | undefined =>
  hasNoTransparency(encoder) ? overWhite(background ?? NOTHING) : background;

/** True when something of the answer can be seen through. */
export const isSeenThrough = (hasAlpha: boolean, { pad }: FitPlan, paper: Colour | undefined): boolean =>
  paper === undefined ? hasAlpha : paper.alpha < 1 && (hasAlpha || pad !== undefined);

const extendTo = (image: Sharp, { scaled, pad }: FitPlan, background: Colour): Sharp => {
  if (!pad) return image;
  const left = Math.floor((pad.width - scaled.width) / 2);
  const top = Math.floor((pad.height - scaled.height) / 2);
  const right = pad.width - scaled.width - left;
  const bottom = pad.height - scaled.height - top;
  return image.extend({ left, top, right, bottom, background });
};

/** True when `layOnPaper` has anything to do. */
export const liesOnPaper = (hasAlpha: boolean, { pad }: FitPlan, paper: Colour | undefined): boolean =>
  pad !== undefined || (hasAlpha && paper !== undefined);

/**
 * Puts a colour under a picture and, for `fit=pad`, around it. The picture must be in colour and without effects: sharp
 * does this before it does those, and takes a colour for a shade in a grey picture.
 */
export const layOnPaper = (
  image: Sharp,
  hasAlpha: boolean,
  plan: FitPlan,
  paper: Colour | undefined,
): Sharp => {
  if (!hasAlpha || paper === undefined) return extendTo(image, plan, paper ?? WHITE);
  if (paper.alpha === 1) return extendTo(image.flatten({ background: paper }), plan, paper);
  const extended = extendTo(image, plan, NOTHING);
  if (paper.alpha === 0) return extended;
  const pixel = { create: { width: 1, height: 1, channels: 4 as const, background: paper } };
  return extended.composite([{ input: pixel, tile: true, blend: 'dest-over' }]);
};
