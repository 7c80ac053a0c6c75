import type { PublishedImage } from '../image';
import type { SigningKey } from '../signing-keys';
import type { Variant } from '../variant';
import { accessDenied } from './delivery-error';
import { type SignatureGrant, verifySignedUrl } from './signed-url';

/** Why an answer may be given; decides how long caches may keep it. */
export type Access = { readonly kind: 'public' } | ({ readonly kind: 'signed' } & SignatureGrant);

/** The request as far as access depends on it; both percent-encoded as the viewer sent them. */
export interface SignedRequest {
  readonly path: string;
  readonly query: string;
}

/**
 * Security invariant: the only place that decides whether a viewer may see an image (contract 6.2): a private image needs a valid signature unless
 * the named variant never requires one; flexible variants (`variant` absent) cannot be signed for.
 * @throws DeliveryError `access-denied`.
 */
export const decideAccess = (
  image: PublishedImage,
  variant: Variant | undefined,
  keys: readonly SigningKey[],
  request: SignedRequest,
  now: Date,
): Access => {
  if (!image.requireSignedURLs || variant?.neverRequireSignedURLs) return { kind: 'public' };
  const grant = variant && verifySignedUrl(request.path, request.query, keys, now);
  if (grant === undefined) throw accessDenied();
  return { kind: 'signed', ...grant };
};
