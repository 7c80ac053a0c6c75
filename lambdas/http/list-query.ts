import * as z from 'zod/mini';
import { type MetadataFilter, parseMetadataFilters } from '../core/metadata-filter';
import { parseFields } from './parse-fields';

/** The query of a list by cursor (contract 3.10). */
export interface CursorListQuery {
  readonly perPage: number;
  readonly order: 'asc' | 'desc';
  /** `null`: images without a creator; undefined: all. */
  readonly creator: string | null | undefined;
  readonly continuationToken: string | undefined;
  readonly filters: readonly MetadataFilter[];
}

/** The query of a list by page number (contract 3.9). */
export interface PageListQuery {
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
  readonly creator: string | null | undefined;
}

const integer = (name: string, min: number, max: number, byDefault: number) => {
  const rule = `${name} must be a whole number from ${min} to ${max}`;
  const digits = z.string().check(z.regex(/^\d{1,9}$/, rule));
  const number = z.int().check(z.minimum(min, rule), z.maximum(max, rule));
  return z._default(z.pipe(z.pipe(digits, z.transform(Number)), number), byDefault);
};

/** Contract 3.9 and 3.10. */
const perPage = integer('per_page', 10, 10_000, 1000);

/** The parameters of `GET …/images/v2` (contract 3.10), metadata filters left out; `creator` may be empty. */
export const cursorListSchema = z.object({
  per_page: perPage,
  sort_order: z._default(z.enum(['asc', 'desc'], 'sort_order must be asc or desc'), 'desc'),
  creator: z.optional(z.string()),
  continuation_token: z.optional(z.string()),
});

/** The parameters of `GET …/images/v1` (contract 3.9). */
export const pageListSchema = z.object({
  page: integer('page', 1, 1_000_000, 1),
  per_page: perPage,
  creator: z.optional(z.string()),
});

/** A parameter that is empty counts as absent: SDKs write a null so (contract 1.1). The first of several counts. */
const parse = <Shape extends z.core.$ZodShape>(schema: z.ZodMiniObject<Shape>, query: URLSearchParams) => {
  const given = Object.keys(schema.shape).map((name) => [name, query.get(name) || undefined]);
  return parseFields(schema, Object.fromEntries(given));
};

/** Present but empty means images without a creator (contract 3.10). */
const creatorOf = (query: URLSearchParams, creator: string | undefined): string | null | undefined =>
  creator ?? (query.has('creator') ? null : undefined);

/**
 * Reads the query of `GET …/images/v2`.
 * @throws DomainError `invalid-request` naming the parameter and the rule.
 */
export const readCursorListQuery = (query: URLSearchParams): CursorListQuery => {
  const { per_page, sort_order, creator, continuation_token } = parse(cursorListSchema, query);
  return {
    perPage: per_page,
    order: sort_order,
    creator: creatorOf(query, creator),
    continuationToken: continuation_token,
    filters: parseMetadataFilters(query),
  };
};

/**
 * Reads the query of `GET …/images/v1`.
 * @throws DomainError `invalid-request` naming the parameter and the rule.
 */
export const readPageListQuery = (query: URLSearchParams): PageListQuery => {
  const { page, per_page, creator } = parse(pageListSchema, query);
  return { page, perPage: per_page, creator: creatorOf(query, creator) };
};
