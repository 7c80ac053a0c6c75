import { invalidOptions } from './delivery-error';
import type { Size } from './fit-plan';
import type { Trim } from './transform';

/** A rectangle of the upright original, in pixels. */
export interface TrimBox extends Size {
  readonly left: number;
  readonly top: number;
}

/** A trim in numbers; a border has to be looked for first. */
export type PixelTrim = Exclude<Trim, { readonly kind: 'border' }>;

const boxOf = (source: Size, trim: PixelTrim): TrimBox => {
  const { left, top } = trim;
  const [right, bottom] =
    trim.kind === 'sides'
      ? [source.width - trim.right, source.height - trim.bottom]
      : [left + (trim.width ?? source.width), top + (trim.height ?? source.height)];
  return {
    left,
    top,
    width: Math.min(right, source.width) - left,
    height: Math.min(bottom, source.height) - top,
  };
};

/**
 * What is left of an image after `trim` (contract 6.3); a box that reaches past the image ends at its edge.
 * @throws DeliveryError `invalid-options` when nothing would be left.
 */
export const trimBox = (source: Size, trim: PixelTrim): TrimBox => {
  const box = boxOf(source, trim);
  if (box.width < 1 || box.height < 1) throw invalidOptions('trim leaves nothing of the image');
  return box;
};
