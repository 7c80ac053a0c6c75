import { accountHash } from './account';

/** How a named variant may fit an image into width × height (contract 3.12). */
export const FITS = ['scale-down', 'contain', 'cover', 'crop', 'pad'] as const;
/** One of `FITS`. */
export type Fit = (typeof FITS)[number];

/** What a picture may keep of the original's metadata (contract 3.12, 6.3). */
export const KEPT_METADATA = ['keep', 'copyright', 'none'] as const;
/** One of `KEPT_METADATA`. */
export type KeptMetadata = (typeof KEPT_METADATA)[number];

/** The options of a named variant (contract 3.12). */
export interface VariantOptions {
  readonly fit: Fit;
  readonly metadata: KeptMetadata;
  /** Pixels. */
  readonly width?: number;
  /** Pixels. */
  readonly height?: number;
  /** Radius, 0 to 250. */
  readonly blur?: number;
  /** Seconds, 3600 to 31536000; overrides the account's. */
  readonly browser_ttl?: number;
}

/** A named variant of an account. */
export interface Variant {
  readonly id: string;
  readonly options: VariantOptions;
  /** Serves private images through this variant without a signature. */
  readonly neverRequireSignedURLs: boolean;
}

/** What every account has from the start. */
export const DEFAULT_VARIANTS: readonly Variant[] = [
  {
    id: 'public',
    options: { fit: 'scale-down', metadata: 'none', width: 1366, height: 768 },
    neverRequireSignedURLs: false,
  },
  {
    id: 'thumbnail',
    options: { fit: 'scale-down', metadata: 'none', width: 150, height: 150 },
    neverRequireSignedURLs: false,
  },
];

/**
 * Percent-encodes an image id for a delivery path. Slashes separate the id's segments and stay; everything else
 * that is not unreserved is encoded, so `%` in an id becomes `%25` (contract 3.4).
 */
const encodeIdPath = (imageId: string): string => imageId.split('/').map(encodeURIComponent).join('/');

/**
 * The `variants` of an image object, one URL for each named variant (contract 6.1):
 * `<delivery>/<account hash>/<image id>/<variant>`. The only place that builds them.
 */
export const variantUrls = (
  deliveryBaseUrl: string,
  accountId: string,
  imageId: string,
  variants: readonly Variant[],
): string[] => {
  const imageUrl = `${deliveryBaseUrl}/${accountHash(accountId)}/${encodeIdPath(imageId)}`;
  return variants.map(({ id }) => `${imageUrl}/${id}`);
};
