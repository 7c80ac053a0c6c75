import { invalidRequest } from '../core/errors';
import { type MetadataFilter, parseMetadataFilters } from '../core/metadata-filter';

/** Contract 3.9 and 3.10. */
const PER_PAGE = { min: 10, max: 10_000, byDefault: 1000 };

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

interface Range {
  readonly min: number;
  readonly max: number;
  readonly byDefault: number;
}

/** A parameter that is empty counts as absent: SDKs write a null so (contract 1.1). */
const given = (query: URLSearchParams, name: string): string | undefined => query.get(name) || undefined;

const integer = (query: URLSearchParams, name: string, { min, max, byDefault }: Range): number => {
  const text = given(query, name);
  if (text === undefined) return byDefault;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw invalidRequest(`${name} must be a whole number from ${min} to ${max}`);
  return value;
};

const order = (query: URLSearchParams): 'asc' | 'desc' => {
  const text = given(query, 'sort_order') ?? 'desc';
  if (text !== 'asc' && text !== 'desc') throw invalidRequest('sort_order must be asc or desc');
  return text;
};

/** Present but empty means images without a creator (contract 3.10). */
const creator = (query: URLSearchParams): string | null | undefined =>
  query.has('creator') ? (given(query, 'creator') ?? null) : undefined;

/**
 * Reads the query of `GET …/images/v2` from the undecoded query string: payload format 2.0 joins repeated parameters
 * with commas, so its map of them is ambiguous.
 * @throws DomainError `invalid-request` naming the parameter and the rule.
 */
export const readCursorListQuery = (rawQueryString: string): CursorListQuery => {
  const query = new URLSearchParams(rawQueryString);
  return {
    perPage: integer(query, 'per_page', PER_PAGE),
    order: order(query),
    creator: creator(query),
    continuationToken: given(query, 'continuation_token'),
    filters: parseMetadataFilters(query),
  };
};

/**
 * Reads the query of `GET …/images/v1`.
 * @throws DomainError `invalid-request` naming the parameter and the rule.
 */
export const readPageListQuery = (rawQueryString: string): PageListQuery => {
  const query = new URLSearchParams(rawQueryString);
  return {
    page: integer(query, 'page', { min: 1, max: 1_000_000, byDefault: 1 }),
    perPage: integer(query, 'per_page', PER_PAGE),
    creator: creator(query),
  };
};
