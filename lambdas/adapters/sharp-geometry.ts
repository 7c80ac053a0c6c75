import type { Sharp } from 'sharp';
import { outputTooLarge } from '../core/delivery/delivery-error';
import type { Crop, FitPlan, Size } from '../core/delivery/fit-plan';
import type { Shape } from '../core/delivery/shape';
import type { Transform } from '../core/delivery/transform';
import type { PixelTrim } from '../core/delivery/trim-box';
import { settle } from './sharp-source';

/** Looking for a border needs the whole original in memory. */
const MAX_BORDER_PIXELS = 50_000_000;

/** How far a pixel may be from the corner's colour and still count as border; JPEG noise stays below. */
const BORDER_THRESHOLD = 10;

const findBorder = async (image: Sharp, size: Size): Promise<PixelTrim> => {
  if (size.width * size.height > MAX_BORDER_PIXELS)
    throw outputTooLarge('the image is too large for trim=border');
  // sharp searches nothing smaller than three pixels.
  if (Math.min(size.width, size.height) < 3) return { kind: 'box', left: 0, top: 0 };
  // sharp searches what the file holds and turns it upright afterwards, unless it is upright already.
  const upright = await settle(image.clone());
  const { info } = await upright
    .trim({ threshold: BORDER_THRESHOLD })
    // Only the size is wanted; one channel is the least that can be had.
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { trimOffsetLeft = 0, trimOffsetTop = 0, width, height } = info;
  // Offsets are those of the original seen from the box; without a border there are none.
  return { kind: 'box', left: Math.abs(trimOffsetLeft), top: Math.abs(trimOffsetTop), width, height };
};

/**
 * A transform's trim in numbers; `border` is the box inside the border of one colour, the colour of the left top corner.
 * @throws DeliveryError `too-large` when the original is too large to be searched.
 */
export const resolveTrim = async (
  image: Sharp,
  size: Size,
  trim: Transform['trim'],
): Promise<PixelTrim | undefined> => (trim?.kind === 'border' ? await findBorder(image, size) : trim);

const cut = async (image: Sharp, { cut: box, rotate }: Shape): Promise<Sharp> => {
  if (!box) return image;
  const part = image.extract(box);
  // sharp cannot cut twice around a rotation in one pipeline.
  return rotate ? await settle(part) : part;
};

/** sharp mirrors before it rotates, scales and crops, whenever it is told to; as contract 6.3 has it. */
const mirror = (image: Sharp, { flip }: Shape): Sharp =>
  flip === undefined ? image : image.flip(flip !== 'h').flop(flip !== 'v');

const turn = async (image: Sharp, shape: Shape): Promise<Sharp> => {
  const mirrored = mirror(await cut(image, shape), shape);
  return shape.rotate ? mirrored.rotate(shape.rotate) : mirrored;
};

const cropBusiest = (image: Sharp, { size }: Crop): Sharp =>
  image.resize({ ...size, fit: 'cover', position: 'entropy' });

const scaleAndCrop = (image: Sharp, { scaled, crop }: FitPlan): Sharp => {
  if (crop?.at === 'entropy') return cropBusiest(image, crop);
  const resized = image.resize({ ...scaled, fit: 'fill' });
  return crop ? resized.extract({ ...crop.at, ...crop.size }) : resized;
};

/** Cuts, mirrors, rotates, scales and crops an upright original. What `fit=pad` adds is not the picture's: `layOnPaper`. */
export const shapeImage = async (image: Sharp, shape: Shape): Promise<Sharp> =>
  scaleAndCrop(await turn(image, shape), shape.plan);

/** Finds the busiest part of an animation's first frame, so that all frames are cropped in one place. */
export const settleCrop = async (firstFrame: Sharp, shape: Shape): Promise<Shape> => {
  const { scaled, crop } = shape.plan;
  if (crop?.at !== 'entropy') return shape;
  const busiest = cropBusiest(await turn(firstFrame, shape), crop);
  const { info } = await busiest.raw().toBuffer({ resolveWithObject: true });
  const { cropOffsetLeft = 0, cropOffsetTop = 0 } = info;
  // Offsets are those of the scaled frame seen from the crop; sharp may round its scale to a pixel less.
  const left = Math.min(-cropOffsetLeft, scaled.width - crop.size.width);
  const top = Math.min(-cropOffsetTop, scaled.height - crop.size.height);
  return { ...shape, plan: { ...shape.plan, crop: { ...crop, at: { left, top } } } };
};
