import * as z from 'zod/mini';
import type { Metadata } from '../core/image';
import { checkMetadata, parseMetadata } from '../core/metadata';
import { metadataFromFields } from '../core/metadata-fields';
import { parseFields } from './parse-fields';
import type { RequestBody } from './request-body';

const text = (field: string) => z.optional(z.nullable(z.string(`${field} must be a string`)));

/** `true|false|1|0`, in any case, as text or as JSON (contract 3.1). */
const flag = (field: string) =>
  z.optional(
    z.nullable(
      z.union(
        [
          z.boolean(),
          z.pipe(
            z.literal([0, 1]),
            z.transform((value) => value === 1),
          ),
          z.pipe(
            z.string().check(z.regex(/^(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|1|0)$/)),
            z.transform((value) => value === '1' || value.toLowerCase() === 'true'),
          ),
        ],
        `${field} must be true or false`,
      ),
    ),
  );

/** A JSON object, or the text of one; what is in it, `core/metadata.ts` checks. */
const metadata = z.optional(
  z.nullable(z.union([z.string(), z.looseObject({})], 'metadata must be a JSON object')),
);

/**
 * The fields of an image that callers set (contract 3.1). Forms may spread `metadata` over several fields. The OpenAPI
 * document describes requests with this schema: no flags on patterns, which JSON Schema does not have.
 */
export const imageFieldsSchema = z.object({
  id: text('id'),
  expiry: text('expiry'),
  creator: text('creator'),
  metadata,
  requireSignedURLs: flag('requireSignedURLs'),
});

/** The one field that the older mint reads (contract 3.2). */
export const expirySchema = z.pick(imageFieldsSchema, { expiry: true });

/** What a body says about an image. Undefined: the field is absent; null: JSON's null. */
export type ImageFields = Omit<z.infer<typeof imageFieldsSchema>, 'metadata'> & {
  readonly metadata?: Metadata | null | undefined;
};

/** From the body itself: a parsed copy would have lost keys that `checkMetadata` must see. */
const metadataOf = (body: RequestBody): Metadata | null | undefined => {
  if (body.kind === 'form') return metadataFromFields(body.fields);
  const { metadata } = body.value;
  if (metadata === undefined || metadata === null) return metadata;
  return typeof metadata === 'string' ? parseMetadata(metadata) : checkMetadata(metadata);
};

/** The first value of each field, as HTML forms and every known client send one. */
const rawFieldsOf = (body: RequestBody): unknown =>
  body.kind === 'json' ? body.value : Object.fromEntries([...body.fields].reverse());

/**
 * Reads the fields of an image from a body of any encoding; unknown fields are ignored, because Terraform sends its
 * whole model (contract 1.2).
 * @throws DomainError `invalid-request` naming the field and the rule.
 */
export const readImageFields = (body: RequestBody): ImageFields => {
  const fields = parseFields(imageFieldsSchema, rawFieldsOf(body));
  return { ...fields, metadata: metadataOf(body) };
};

/** Reads `expiry` and looks at no other field (contract 3.2). @throws DomainError `invalid-request`. */
export const readExpiry = (body: RequestBody): string | null | undefined =>
  parseFields(expirySchema, rawFieldsOf(body)).expiry;
