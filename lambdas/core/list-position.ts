import type { Image } from './image';
import { imageKey } from './keys';

/**
 * Where an image stands in its account's lists: `<uploaded>#<image key>`. Upload times are fixed-width, so text order
 * is time order; the key makes the position unique.
 */
export const listPosition = (image: Pick<Image, 'id' | 'uploaded'>): string =>
  `${image.uploaded}#${imageKey(image.id)}`;

const POSITION = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#([A-Za-z0-9_-]{43})$/;

/** The image key of a position, undefined for text that is none. */
export const imageKeyOfPosition = (position: string): string | undefined => POSITION.exec(position)?.[1];
