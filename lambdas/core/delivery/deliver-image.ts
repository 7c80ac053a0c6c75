import { isDraft, type PublishedImage } from '../image';
import type { Clock, ImageRef, ImageRepository, SettingsRepository } from '../ports';
import type { AccountSettings } from '../settings';
import type { SigningKey, SigningKeyRepository } from '../signing-keys';
import type { Variant } from '../variant';
import { cacheControl } from './cache-lifetime';
import { type Access, decideAccess, type SignedRequest } from './delivery-access';
import { deliveryNotFound, flexibleVariantsDisabled } from './delivery-error';
import { parseDeliveryPath } from './delivery-path';
import type { AcceptedFormat } from './output-format';
import { chooseRepresentation, type Representation } from './representation';
import { claimsSignature } from './signed-url';
import type { Transform } from './transform';
import { isOptionList, parseTransformOptions } from './transform-options';
import { variantTransform } from './variant-transform';

/** A delivery request, reduced to what decides the answer. */
export interface DeliveryRequest extends SignedRequest {
  readonly accepted: AcceptedFormat;
}

/** An answer that may be given, before any byte of it is read or computed. */
export interface AuthorisedDelivery {
  readonly image: PublishedImage;
  readonly representation: Representation;
  readonly cacheControl: string;
}

/** What `deliverImage` needs. */
export interface DeliverImageDeps {
  readonly images: Pick<ImageRepository, 'find'>;
  readonly settings: Pick<SettingsRepository, 'get'>;
  readonly signingKeys: Pick<SigningKeyRepository, 'list'>;
  readonly clock: Clock;
}

interface Loaded {
  readonly image: PublishedImage;
  readonly settings: AccountSettings;
  readonly keys: readonly SigningKey[];
}

/** Where no signature is claimed, no key could make a difference: most requests never bring the keys into memory. */
const load = async (ref: ImageRef, query: string, deps: DeliverImageDeps): Promise<Loaded> => {
  const [image, settings, keys] = await Promise.all([
    deps.images.find(ref),
    deps.settings.get(ref.accountHash),
    claimsSignature(query) ? deps.signingKeys.list(ref.accountHash) : [],
  ]);
  if (!image || isDraft(image)) throw deliveryNotFound('Image');
  return { image, settings, keys };
};

const chooseTransform = (
  lastSegment: string,
  settings: AccountSettings,
): { readonly variant?: Variant; readonly transform: Transform } => {
  if (!isOptionList(lastSegment)) {
    const variant = settings.variants.find(({ id }) => id === lastSegment);
    if (!variant) throw deliveryNotFound('Variant');
    return { variant, transform: variantTransform(variant.options) };
  }
  if (!settings.config.flexible_variants) throw flexibleVariantsDisabled();
  return { transform: parseTransformOptions(lastSegment) };
};

/**
 * Decides a delivery: which image, which transform, whether this viewer may have it and for how long caches may keep
 * it (contract 6). Two database reads, for a signed URL three, in parallel; nothing is read from storage yet, so a
 * refusal and a 304 are cheap.
 * Nothing here is cached in memory: a deleted image or key stops being served with the next request.
 * @throws DeliveryError
 */
export const deliverImage = async (
  request: DeliveryRequest,
  deps: DeliverImageDeps,
): Promise<AuthorisedDelivery> => {
  const { ref, lastSegment } = parseDeliveryPath(request.path);
  const { image, settings, keys } = await load(ref, request.query, deps);
  const { variant, transform } = chooseTransform(lastSegment, settings);
  const now = deps.clock();
  const access: Access = decideAccess(image, variant, keys, request, now);
  return {
    image,
    representation: chooseRepresentation(ref, image, transform, request.accepted),
    cacheControl: cacheControl(access, variant, settings.config, now),
  };
};
