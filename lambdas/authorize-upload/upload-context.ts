import { ERROR_NUMBERS } from '../core/error-codes';
import type { DomainError } from '../core/errors';
import type { Draft } from '../core/image';
import { type RenderedImage, renderImage } from '../core/render-image';
import type { Variant } from '../core/variant';
import { variantsThatFit } from '../core/variants-that-fit';
import { describeError } from '../http/error-mapper';

/** What the upload endpoint's mappings and templates read as `context.authorizer` (docs/architecture.md). */
export type UploadContext = {
  /** First segment of the key: the integration's role may write below `staging` only. */
  readonly prefix: 'staging' | 'refused';
  /** JSON of at most 6 KB that the template puts into the answer as it is; ASCII unless it would be longer then. */
  readonly image: string;
  /** HTTP status, in decimal digits; a context has no numbers that keep their form. */
  readonly status: string;
  /** The envelope's code, in decimal digits. */
  readonly code: string;
  /** JSON text without its quotes: the template puts it between quotes as it is. */
  readonly message: string;
};

/** The context travels with the request through API Gateway, whose limits are on the whole; this is our share. */
const MAX_IMAGE_JSON_BYTES = 6 * 1024;

/**
 * JSON in ASCII: what API Gateway does to other characters between an authorizer's context and a template is not
 * documented, and `\u` escapes mean the same to every client.
 */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const asciiBytes = (value: unknown): number => asciiJson(value).length;

/**
 * The image's JSON in at most 6 KB. What goes first is what clients can get elsewhere: variants from the end of the list (an
 * account may have a hundred, and a long id is repeated in each of their URLs), then the second copy of the metadata, which
 * `GET` of the image shows. What goes last is ASCII: an escaped id may take 9 KB and escaped metadata 6, but as UTF-8 they are
 * 3 KB (`core/custom-id.ts`) and 1 KB (`core/metadata.ts`). Only hundreds of characters outside ASCII need that.
 */
const abridge = (image: RenderedImage): string => {
  const bare = { ...image, variants: [] };
  const room = MAX_IMAGE_JSON_BYTES - asciiBytes(bare);
  if (room >= 0) {
    return asciiJson({ ...image, variants: variantsThatFit(image.variants, room, asciiBytes) });
  }
  const { metadata: _metadata, ...single } = bare;
  const ascii = asciiJson(single);
  return ascii.length <= MAX_IMAGE_JSON_BYTES ? ascii : JSON.stringify(single);
};

/** What a deployment decides about the answer. */
export interface UploadAnswerOptions {
  /** No trailing slash. */
  readonly deliveryBaseUrl: string;
  /** Cloudflare is seen to return `meta` to whoever uploads, though its documentation says that end users never see it. */
  readonly uploaderSeesMeta: boolean;
}

/** The answer's image: still a draft, without `creator`, which end users are not told (contract 4.2). */
export const acceptedContext = (
  { uploadError: _earlier, ...draft }: Draft,
  variants: readonly Variant[],
  { deliveryBaseUrl, uploaderSeesMeta }: UploadAnswerOptions,
): UploadContext => {
  const omit = uploaderSeesMeta ? (['creator'] as const) : (['creator', 'meta'] as const);
  const image = renderImage(draft, { deliveryBaseUrl, variants, omit });
  return { prefix: 'staging', image: abridge(image), status: '200', code: '0', message: '' };
};

/** The refusal's own status, code and message (contract 4.3). */
export const refusedContext = (error: DomainError): UploadContext => ({
  prefix: 'refused',
  image: 'null',
  status: String(describeError(error).status),
  code: String(ERROR_NUMBERS[error.code]),
  message: asciiJson(error.message).slice(1, -1),
});
