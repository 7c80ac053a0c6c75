import { imageNotFound } from '../core/errors';
import type { ControlEvent } from './control-event';

/**
 * The image id of the path: every SDK's form of it arrives the same, slashes raw or encoded.
 * @throws DomainError `image-not-found` on a route without the parameter
 */
export const imageIdOf = ({ pathParameters }: Pick<ControlEvent, 'pathParameters'>): string => {
  const imageId = pathParameters['image_id'];
  if (imageId === undefined) throw imageNotFound();
  return imageId;
};
