import type { AuthorisedDelivery } from '../core/delivery/deliver-image';
import { contentDisposition } from './content-disposition';

/** A stored SVG is sanitised; should something have slipped through, it still cannot run, load or submit anything. */
const SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** What a 304 repeats (RFC 9110, 15.4.5) and every other answer about the image has too. */
export const validatorHeaders = ({
  representation,
  cacheControl,
}: AuthorisedDelivery): Record<string, string> => ({
  etag: representation.etag,
  'cache-control': cacheControl,
  vary: 'Accept',
  // Images are shown and read by pages of any origin; who may see a private one is decided by its signature alone.
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
});

/** Headers of an answer that describes or shows the image. */
export const contentHeaders = (
  delivery: AuthorisedDelivery,
  contentType: string,
): Record<string, string> => ({
  ...validatorHeaders(delivery),
  'content-type': contentType,
  'content-disposition': contentDisposition(delivery.image.filename, contentType),
  'x-content-type-options': 'nosniff',
  'accept-ranges': 'bytes',
  ...(contentType === 'image/svg+xml' ? { 'content-security-policy': SVG_POLICY } : {}),
});
