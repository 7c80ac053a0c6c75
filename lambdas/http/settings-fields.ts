import * as z from 'zod/mini';
import { MAX_OUTPUT_SIDE_PIXELS } from '../core/delivery/transform';
import type { ConfigChange, VariantChange } from '../core/settings-editor';
import { FITS, KEPT_METADATA, type Variant } from '../core/variant';
import { withoutUndefined } from '../core/without-undefined';
import { parseFields } from './parse-fields';
import { jsonOf, type RequestBody } from './request-body';

/** Terraform sends either case (contract 3.12). */
const lowerCase = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

const word = <T extends string>(field: string, words: readonly T[]) =>
  z.pipe(z.transform(lowerCase), z.enum(words, `${field} must be one of ${words.join(', ')}`));

const whole = (field: string, min: number, max: number) => {
  const rule = `${field} must be a whole number from ${min} to ${max}`;
  return z.int(rule).check(z.minimum(min, rule), z.maximum(max, rule));
};

const browserTtl = (field: string) => whole(field, 3_600, 31_536_000);

const name = (field: string, maxLength: number, alphabet: string, inWords: string) =>
  z
    .string(`${field} must be a string`)
    .check(
      z.regex(
        new RegExp(`^[${alphabet}]{1,${maxLength}}$`),
        `${field} must be 1 to ${maxLength} characters of ${inWords}`,
      ),
    );

const variantOptions = z
  .object(
    {
      fit: z._default(word('options.fit', FITS), 'scale-down'),
      metadata: z._default(word('options.metadata', KEPT_METADATA), 'none'),
      width: z.optional(whole('options.width', 1, MAX_OUTPUT_SIDE_PIXELS)),
      height: z.optional(whole('options.height', 1, MAX_OUTPUT_SIDE_PIXELS)),
      blur: z.optional(whole('options.blur', 0, 250)),
      browser_ttl: z.optional(browserTtl('options.browser_ttl')),
    },
    'options must be an object',
  )
  .check(
    z.refine(
      ({ width, height }) => width !== undefined || height !== undefined,
      'options.width or options.height must be given',
    ),
  );

const never = z.optional(z.boolean('neverRequireSignedURLs must be true or false'));

/**
 * Contract 8.6: the published pattern is one character long; `-` and `_` are ours. Variants are kept in a map by id, and
 * JavaScript takes this one key of a map for something else.
 */
const variantId = name('id', 99, 'A-Za-z0-9_-', 'letters, digits, - and _').check(
  z.regex(/^(?!__proto__$)/, 'id must not be __proto__'),
);

/** The body of `POST …/variants` (contract 3.12). */
export const newVariantSchema = z.object({
  id: variantId,
  options: variantOptions,
  neverRequireSignedURLs: never,
});
/** The body of `PATCH …/variants/{variant_id}` (contract 3.12). */
export const variantEditSchema = z.object({ options: variantOptions, neverRequireSignedURLs: never });
/** The body of `PATCH …/config` (contract 3.14). */
export const configEditSchema = z.object({
  flexible_variants: z.optional(z.boolean('flexible_variants must be true or false')),
  browser_ttl: z.optional(z.nullable(browserTtl('browser_ttl'))),
});
/** The name of a signing key (contract 3.11, 8.6). */
export const keyNameSchema = name('The name of a signing key', 20, 'A-Za-z0-9', 'letters and digits');

/**
 * Reads `{id, options, neverRequireSignedURLs}` (contract 3.12), lenient where its documentation is: `fit` and
 * `metadata` have defaults, one side is enough. Unknown fields are ignored.
 * @throws DomainError `invalid-request` naming the field and the rule.
 */
export const readNewVariant = (body: RequestBody): Variant => {
  const { id, options, neverRequireSignedURLs = false } = parseFields(newVariantSchema, jsonOf(body));
  return { id, options: withoutUndefined(options), neverRequireSignedURLs };
};

/** Reads `{options, neverRequireSignedURLs?}` (contract 3.12). @throws DomainError `invalid-request`. */
export const readVariantEdit = (body: RequestBody): VariantChange => {
  const { options, neverRequireSignedURLs } = parseFields(variantEditSchema, jsonOf(body));
  return withoutUndefined({ options: withoutUndefined(options), neverRequireSignedURLs });
};

/** Reads `{flexible_variants?, browser_ttl?}` (contract 3.14). @throws DomainError `invalid-request`. */
export const readConfigEdit = (body: RequestBody): ConfigChange =>
  withoutUndefined(parseFields(configEditSchema, jsonOf(body)));

/** Checks the name of a signing key (contract 3.11, 8.6). @throws DomainError `invalid-request`. */
export const readKeyName = (value: string): string => parseFields(keyNameSchema, value);
