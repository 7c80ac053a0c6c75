import type * as z from 'zod/mini';
import { MAX_FILTERS, MAX_LIST_VALUES, MAX_NESTING, OPERATORS } from '../../core/metadata-filter';
import { cursorListSchema, pageListSchema } from '../list-query';
import { keyNameSchema } from '../settings-fields';
import { type JsonSchema, parsedJsonSchema } from './json-schema';

/** An OpenAPI parameter object. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly style?: 'form';
  readonly explode?: boolean;
  readonly allowEmptyValue?: boolean;
}

/** Every parameter that a path of ours may hold, by its name in the path. */
const PATH_PARAMETERS: Readonly<Record<string, { description: string; schema: JsonSchema }>> = {
  account_id: { description: 'The account of the token.', schema: { type: 'string' } },
  image_id: {
    description:
      'A UUID or a custom id. Percent-encode it as a whole, slashes too; raw slashes are understood as well, but for `getImage` of an id that ends in `/blob`.',
    schema: { type: 'string' },
  },
  variant_id: { description: 'The name of a variant.', schema: { type: 'string' } },
  signing_key_name: { description: 'The name of a key.', schema: parsedJsonSchema(keyNameSchema) },
  webhook_id: { description: 'The id of a webhook.', schema: { type: 'string' } },
  account_hash: { description: 'Part of `uploadURL`.', schema: { type: 'string' } },
  object: { description: 'Part of `uploadURL`; whoever knows it may upload.', schema: { type: 'string' } },
};

/**
 * The parameters of a path, in its order.
 * @throws Error for a parameter that nobody described
 */
export const pathParameters = (path: string): Parameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const described = PATH_PARAMETERS[name];
    if (!described) throw new Error(`The path parameter ${name} has no description`);
    return { name, in: 'path', required: true, ...described };
  });

const QUERY_DESCRIPTIONS = {
  page: 'Numbered pages reach 100,000 images.',
  per_page: 'Images wanted on a page. `images/v2` gives at most 1,000 and a token for the rest.',
  sort_order: 'By upload time.',
  creator: 'Only images of this creator. Present but empty: only images without one.',
  continuation_token: 'From the page before; it belongs to the account and to the other parameters.',
} as const;

type QueryName = keyof typeof QUERY_DESCRIPTIONS;

const queryParameters = (shape: Partial<Readonly<Record<QueryName, z.core.$ZodType>>>): Parameter[] =>
  Object.entries(shape).map(([name, schema]) => ({
    name,
    in: 'query',
    description: QUERY_DESCRIPTIONS[name as QueryName],
    schema: parsedJsonSchema(schema),
    ...(name === 'creator' || name === 'continuation_token' ? { allowEmptyValue: true } : {}),
  }));

/** `meta.<field>[<operator>]`: an exploded form object is how OpenAPI says "parameters of any of these names". */
const METADATA_FILTERS: Parameter = {
  name: 'metadata_filters',
  in: 'query',
  style: 'form',
  explode: true,
  description: [
    'Filters `meta.<field>[<operator>]=<value>`, each one a parameter of its own; the name `metadata_filters` is never sent.',
    `All of them must hold; at most ${MAX_FILTERS}. A field of a nested object is named with dots, at most ${MAX_NESTING} levels.`,
    `Operators: ${Object.keys(OPERATORS)
      .map((operator) => `\`${operator}\``)
      .join(', ')}; none is \`eq\`.`,
    `\`in\` takes up to ${MAX_LIST_VALUES} values joined by \`|\`. Without a type the text of the stored value is compared.`,
  ].join(' '),
  schema: {
    type: 'object',
    maxProperties: MAX_FILTERS,
    propertyNames: {
      pattern: `^meta\\.\\w{1,100}(\\.\\w{1,100}){0,${MAX_NESTING - 1}}(\\[(${Object.keys(OPERATORS).join('|')})\\])?$`,
    },
    additionalProperties: { type: 'string' },
  },
};

/** The query of `GET …/images/v2`. */
export const CURSOR_LIST_QUERY: readonly Parameter[] = [
  ...queryParameters(cursorListSchema.shape),
  METADATA_FILTERS,
];

/** The query of `GET …/images/v1`. */
export const PAGE_LIST_QUERY: readonly Parameter[] = queryParameters(pageListSchema.shape);
