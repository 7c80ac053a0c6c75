import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { imageNotFound } from '../core/errors';

/**
 * The image id of the path. HTTP APIs have decoded it, `%2F` included, and the greedy parameter keeps raw slashes, so
 * ids from every SDK arrive the same. It must not be decoded once more here.
 * @throws DomainError `image-not-found` on a route without the parameter
 */
export const imageIdOf = (event: Pick<APIGatewayProxyEventV2, 'pathParameters'>): string => {
  const imageId = event.pathParameters?.['image_id'];
  if (imageId === undefined) throw imageNotFound();
  return imageId;
};
