import type { PublishedImage } from '../image';
import { invalidOptions } from './delivery-error';
import type { Size } from './fit-plan';
import { isAnimated } from './output-format';
import { planShape } from './shape';
import type { Transform } from './transform';

/** What `format=json` answers (contract 6.3): sizes in pixels after and before the transform, bytes, media type. */
export interface ImageDescription extends Size {
  readonly original: Size & { readonly file_size: number; readonly format: string };
}

const outputSize = ({ file }: PublishedImage, transform: Transform): Size => {
  const original = { width: file.width, height: file.height };
  if (file.format === 'svg+xml') return original;
  const { trim } = transform;
  if (trim?.kind === 'border') throw invalidOptions('trim=border cannot be combined with format=json');
  const frames = isAnimated(file, transform) ? file.frames : 1;
  return planShape(original, transform, trim, frames).plan.output;
};

/**
 * Describes what a transform makes of an image, from its record alone: no byte of it is read.
 * @throws DeliveryError `invalid-options` or `too-large` as rendering it would.
 */
export const describeImage = (image: PublishedImage, transform: Transform): ImageDescription => {
  const { width, height } = outputSize(image, transform);
  const { file } = image;
  return {
    width,
    height,
    original: { file_size: file.bytes, width: file.width, height: file.height, format: file.contentType },
  };
};
