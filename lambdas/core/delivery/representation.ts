import type { PublishedImage } from '../image';
import type { ImageRef } from '../ports';
import { derivativeETag, derivativeKey, originalETag } from './derivative';
import { describeImage, type ImageDescription } from './describe-image';
import { type AcceptedFormat, isServedAsStored } from './output-format';
import type { Transform } from './transform';

/** What an answer shows, and under which strong ETag; the bytes are fetched only when they are needed. */
export type Representation =
  | { readonly kind: 'original'; readonly etag: string }
  | { readonly kind: 'description'; readonly etag: string; readonly description: ImageDescription }
  | {
      readonly kind: 'derivative';
      readonly etag: string;
      readonly key: string;
      readonly transform: Transform;
      readonly accepted: AcceptedFormat;
    };

/**
 * Chooses what is served: the stored bytes where they must not be touched, a description for `format=json`, else a
 * derivative.
 * @throws DeliveryError `not-convertible`, and for a description what rendering it would throw.
 */
export const chooseRepresentation = (
  ref: ImageRef,
  image: PublishedImage,
  transform: Transform,
  accepted: AcceptedFormat,
): Representation => {
  if (isServedAsStored(image.file, transform))
    return { kind: 'original', etag: originalETag(image.file.sha256) };
  const source = { ref, sha256: image.file.sha256, transform, accepted };
  const etag = derivativeETag(source);
  if (transform.format === 'json')
    return { kind: 'description', etag, description: describeImage(image, transform) };
  return { kind: 'derivative', etag, key: derivativeKey(source), transform, accepted };
};
