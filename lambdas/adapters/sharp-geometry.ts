import type { Sharp } from 'sharp';
import { outputTooLarge } from '../core/delivery/delivery-error';
import { type FitPlan, planFit, type Size } from '../core/delivery/fit-plan';
import type { Colour, Transform, Trim } from '../core/delivery/transform';
import { trimBox } from '../core/delivery/trim-box';
import { settle } from './sharp-source';

/** What `fit=pad` fills with when no `background` is given (contract 6.3). */
const WHITE: Colour = { r: 255, g: 255, b: 255, alpha: 1 };

/** Looking for a border needs the whole original in memory. */
const MAX_BORDER_PIXELS = 50_000_000;

/** How far a pixel may be from the corner's colour and still count as border; JPEG noise stays below. */
const BORDER_THRESHOLD = 10;

/** A pipeline and the size of one frame at its end. */
export interface Shaped {
  readonly image: Sharp;
  readonly size: Size;
}

/**
 * Finds the box inside an image's border of one colour, the colour of its left top corner.
 * @throws DeliveryError `too-large` when the original is too large to be searched.
 */
export const findBorder = async ({
  image,
  size,
}: Shaped): Promise<Extract<Trim, { readonly kind: 'box' }>> => {
  if (size.width * size.height > MAX_BORDER_PIXELS)
    throw outputTooLarge('the image is too large for trim=border');
  // sharp searches nothing smaller than three pixels.
  if (Math.min(size.width, size.height) < 3) return { kind: 'box', left: 0, top: 0 };
  // sharp searches what the file holds and turns it upright afterwards, unless it is upright already.
  const upright = await settle(image.clone());
  const { info } = await upright.image
    .trim({ threshold: BORDER_THRESHOLD })
    // Only the size is wanted; one channel is the least that can be had.
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { trimOffsetLeft = 0, trimOffsetTop = 0, width, height } = info;
  // Offsets are those of the original seen from the box; without a border there are none.
  return { kind: 'box', left: Math.abs(trimOffsetLeft), top: Math.abs(trimOffsetTop), width, height };
};

const trim = async ({ image, size }: Shaped, transform: Transform): Promise<Shaped> => {
  const { trim: wanted, rotate } = transform;
  if (!wanted) return { image, size };
  const box = trimBox(size, wanted.kind === 'border' ? await findBorder({ image, size }) : wanted);
  const cut = image.extract(box);
  // sharp cannot cut twice around a rotation in one pipeline.
  return rotate ? await settle(cut) : { image: cut, size: { width: box.width, height: box.height } };
};

const rotate = ({ image, size }: Shaped, degrees: Transform['rotate']): Shaped => {
  if (!degrees) return { image, size };
  const turned = degrees === 180 ? size : { width: size.height, height: size.width };
  return { image: image.rotate(degrees), size: turned };
};

/** sharp mirrors before it rotates, scales and crops, whenever it is told to; as contract 6.3 has it. */
const mirror = (image: Sharp, flip: Transform['flip']): Sharp => {
  if (flip === undefined) return image;
  return image.flip(flip !== 'h').flop(flip !== 'v');
};

const scaleAndCrop = (image: Sharp, { scaled, crop }: FitPlan): Sharp => {
  if (crop?.at === 'entropy') return image.resize({ ...crop.size, fit: 'cover', position: 'entropy' });
  const resized = image.resize({ ...scaled, fit: 'fill' });
  return crop ? resized.extract({ ...crop.at, ...crop.size }) : resized;
};

const padTo = (image: Sharp, { scaled, pad }: FitPlan, background: Colour): Sharp => {
  if (!pad) return image;
  const left = Math.floor((pad.width - scaled.width) / 2);
  const top = Math.floor((pad.height - scaled.height) / 2);
  const right = pad.width - scaled.width - left;
  const bottom = pad.height - scaled.height - top;
  return image.extend({ left, top, right, bottom, background });
};

/**
 * Adds everything about shape to a pipeline: trim, then flip, then rotate, then fit (contract 6.3), for all `frames`.
 * @throws DeliveryError `invalid-options` or `too-large`, see `planFit`.
 */
export const shapeImage = async (source: Shaped, transform: Transform, frames: number): Promise<Shaped> => {
  const trimmed = await trim(source, transform);
  const mirrored = { ...trimmed, image: mirror(trimmed.image, transform.flip) };
  const upright = rotate(mirrored, transform.rotate);
  const plan = planFit(upright.size, transform, frames);
  const image = scaleAndCrop(upright.image, plan);
  return { image: padTo(image, plan, transform.background ?? WHITE), size: plan.output };
};
