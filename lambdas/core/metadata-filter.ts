import { invalidRequest } from './errors';
import type { Json, Metadata } from './image';

/** Contract 3.10: at most five conditions; each operator counts as one, so a range is two. */
export const MAX_FILTERS = 5;
/** Contract 3.10: levels of objects that a field's name goes through. */
export const MAX_NESTING = 5;
/** Contract 3.10: values of one `in`. */
export const MAX_LIST_VALUES = 10;
const FIELD = /^[A-Za-z0-9_]{1,100}$/;

type Scalar = string | number | boolean;
type Comparison = 'eq' | 'gt' | 'gte' | 'lt' | 'lte' | 'in';

/** One condition on one field of `metadata`; an image matches a list of them when all hold. */
export interface MetadataFilter {
  /** The field's path, outermost first. */
  readonly path: readonly string[];
  readonly comparison: Comparison;
  /** `any`: the caller gave no type, so the stored scalar's text is compared (contract 3.10 REC). */
  readonly type: 'any' | 'string' | 'number' | 'boolean';
  /** One value, or up to ten for `in`. */
  readonly values: readonly Scalar[];
}

/** What may stand in the brackets of `meta.<field>[<operator>]`. */
export const OPERATORS: Readonly<Record<string, Pick<MetadataFilter, 'comparison' | 'type'>>> = {
  eq: { comparison: 'eq', type: 'any' },
  'eq:string': { comparison: 'eq', type: 'string' },
  'eq:number': { comparison: 'eq', type: 'number' },
  'eq:boolean': { comparison: 'eq', type: 'boolean' },
  gt: { comparison: 'gt', type: 'number' },
  'gt:number': { comparison: 'gt', type: 'number' },
  gte: { comparison: 'gte', type: 'number' },
  'gte:number': { comparison: 'gte', type: 'number' },
  lt: { comparison: 'lt', type: 'number' },
  'lt:number': { comparison: 'lt', type: 'number' },
  lte: { comparison: 'lte', type: 'number' },
  'lte:number': { comparison: 'lte', type: 'number' },
  in: { comparison: 'in', type: 'any' },
  'in:string': { comparison: 'in', type: 'string' },
  'in:number': { comparison: 'in', type: 'number' },
};

const readNumber = (text: string, parameter: string): number => {
  const value = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw invalidRequest(`${parameter}: '${text}' is not a number`);
  return value;
};

const readBoolean = (text: string, parameter: string): boolean => {
  if (text !== 'true' && text !== 'false')
    throw invalidRequest(`${parameter}: '${text}' is not true or false`);
  return text === 'true';
};

const readValue = (type: MetadataFilter['type'], text: string, parameter: string): Scalar => {
  if (type === 'number') return readNumber(text, parameter);
  if (type === 'boolean') return readBoolean(text, parameter);
  return text;
};

const readPath = (text: string, parameter: string): string[] => {
  const path = text.split('.');
  if (path.length > MAX_NESTING) {
    throw invalidRequest(`${parameter}: at most ${MAX_NESTING} levels of nesting are allowed`);
  }
  if (!path.every((field) => FIELD.test(field))) {
    throw invalidRequest(`${parameter}: a field name has 1 to 100 letters, digits or underscores`);
  }
  return path;
};

const readFilter = (parameter: string, text: string): MetadataFilter => {
  const match = /^meta\.([^[\]]*)(?:\[([^[\]]*)\])?$/.exec(parameter);
  if (match?.[1] === undefined) throw invalidRequest(`${parameter}: expected meta.<field>[<operator>]`);
  const name = match[2] ?? 'eq';
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (operator === undefined) throw invalidRequest(`Unsupported metadata filter operator: '${name}'`);

  const texts = operator.comparison === 'in' ? text.split('|') : [text];
  if (texts.length > MAX_LIST_VALUES) {
    throw invalidRequest(`${parameter}: ${texts.length} values provided, maximum ${MAX_LIST_VALUES} allowed`);
  }
  return {
    path: readPath(match[1], parameter),
    ...operator,
    values: texts.map((value) => readValue(operator.type, value, parameter)),
  };
};

/** True for a query parameter that is a metadata filter. */
const isMetadataFilter = (parameter: string): boolean => parameter.startsWith('meta.');

/**
 * Reads the `meta.<field>[<operator>]` parameters of a list request (contract 3.10), names and values already
 * percent-decoded; others are passed over. A parameter given twice counts twice.
 * @throws DomainError `invalid-request` with Cloudflare's wording where the contract quotes it
 */
export const parseMetadataFilters = (
  query: Iterable<readonly [name: string, value: string]>,
): MetadataFilter[] => {
  const parameters = [...query].filter(([name]) => isMetadataFilter(name));
  if (parameters.length > MAX_FILTERS) {
    throw invalidRequest(
      `Too many metadata filters: ${parameters.length} provided, maximum ${MAX_FILTERS} allowed`,
    );
  }
  return parameters.map(([name, value]) => readFilter(name, value));
};

const isObject = (value: Json | undefined): value is Metadata =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldAt = (metadata: Metadata | undefined, path: readonly string[]): Json | undefined => {
  let value: Json | undefined = metadata;
  for (const field of path) {
    if (!isObject(value) || !Object.hasOwn(value, field)) return undefined;
    value = value[field];
  }
  return value;
};

const isScalar = (value: Json | undefined): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const holds = (stored: Scalar, { comparison, type, values }: MetadataFilter): boolean => {
  if (type !== 'any' && typeof stored !== type) return false;
  const value = type === 'any' ? String(stored) : stored;
  const [first] = values;
  if (comparison === 'eq' || comparison === 'in') return values.includes(value);
  if (typeof value !== 'number' || typeof first !== 'number') return false;
  return { gt: value > first, gte: value >= first, lt: value < first, lte: value <= first }[comparison];
};

/** True when every filter holds; a field that is missing, null or not a scalar matches none. */
export const matchesMetadata = (
  metadata: Metadata | undefined,
  filters: readonly MetadataFilter[],
): boolean =>
  filters.every((filter) => {
    const stored = fieldAt(metadata, filter.path);
    return isScalar(stored) && holds(stored, filter);
  });
