import { type Draft, type Image, isDraft, type Metadata, type UploadRefusal } from './image';
import { type Variant, variantUrls } from './variant';

/** An image as every answer of the API shows it (contract 2.3, 8.2). */
export interface RenderedImage {
  readonly id: string;
  readonly filename: string | null;
  readonly uploaded: string;
  readonly requireSignedURLs: boolean;
  /** The same flag as the earliest Direct Creator Upload page spelt it; clients written from that page read it. */
  readonly requiredSignedURLs: boolean;
  readonly variants: readonly string[];
  readonly meta?: Metadata;
  /** The same object as `meta`, named as in the documentation's examples (contract 8.2). */
  readonly metadata?: Metadata;
  readonly creator?: string | null;
  readonly draft?: true;
  readonly uploadError?: UploadRefusal;
}

/** What the caller of `renderImage` decides. */
export interface RenderOptions {
  /** No trailing slash. */
  readonly deliveryBaseUrl: string;
  readonly variants: readonly Variant[];
  /** Fields that this audience does not see; the upload answer goes to end users and omits `creator` (contract 4.2). */
  readonly omit?: readonly ('creator' | 'meta')[];
}

/**
 * A refusal whose event is still to be sent is not over: the refused bytes may not be gone yet, and another upload by the
 * URL would be told that it was used. Whoever sees `uploadError` may try again at once.
 */
const refusalOf = ({ uploadError, unsentEvent }: Draft): Pick<RenderedImage, 'uploadError'> =>
  uploadError && !unsentEvent ? { uploadError } : {};

/**
 * The one place that renders an image. Without metadata `meta` is `{}`: clients are known to read `meta.name`
 * straight from an answer (contract 4.2), and an empty object serves them and those that test for presence.
 */
export const renderImage = (image: Image, options: RenderOptions): RenderedImage => {
  const omit = options.omit ?? [];
  const meta = image.meta ?? {};
  return {
    id: image.id,
    filename: isDraft(image) ? null : image.filename,
    uploaded: image.uploaded,
    requireSignedURLs: image.requireSignedURLs,
    requiredSignedURLs: image.requireSignedURLs,
    variants: variantUrls(options.deliveryBaseUrl, image.accountId, image.id, options.variants),
    ...(omit.includes('meta') ? {} : { meta, metadata: meta }),
    ...(omit.includes('creator') ? {} : { creator: image.creator ?? null }),
    ...(isDraft(image) ? { draft: true as const } : {}),
    ...(isDraft(image) ? refusalOf(image) : {}),
  };
};
