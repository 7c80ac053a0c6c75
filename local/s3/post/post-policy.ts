import { S3Error } from '../s3-error';

/** What a form field must be. Names are in lower case, as form fields compare without case. */
export type FieldCondition = {
  readonly operator: 'eq' | 'starts-with';
  readonly field: string;
  readonly value: string;
};

/** How many bytes the file may have, both ends included. */
export interface SizeRange {
  readonly minBytes: number;
  readonly maxBytes: number;
}

/** A POST policy, parsed (Amazon S3 API reference, "POST policy"). */
export interface PostPolicy {
  readonly expiration: Date;
  readonly fieldConditions: readonly FieldCondition[];
  readonly sizeRanges: readonly SizeRange[];
}

const invalid = (reason: string): S3Error =>
  new S3Error('InvalidPolicyDocument', `Invalid Policy: ${reason}`);

const ISO_8601_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

const parseExpiration = (value: unknown): Date => {
  if (typeof value !== 'string') throw invalid('Policy missing expiration.');
  const expiration = new Date(value);
  if (!ISO_8601_UTC.test(value) || Number.isNaN(expiration.getTime())) {
    throw invalid(`Invalid 'expiration' value: '${value}'`);
  }
  return expiration;
};

const parseBytes = (value: unknown): number => {
  const bytes = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) {
    throw invalid('Invalid content-length-range: the limits must be whole numbers of bytes.');
  }
  return bytes;
};

const parseObject = (condition: object): FieldCondition => {
  const [entry, ...others] = Object.entries(condition);
  if (entry === undefined || others.length > 0) {
    throw invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.');
  }
  const [field, value] = entry;
  if (typeof value !== 'string') throw invalid('Invalid Simple-Condition: value must be a string.');
  return { operator: 'eq', field: field.toLowerCase(), value };
};

const parseArray = (condition: readonly unknown[]): FieldCondition | SizeRange => {
  const [operator, first, second, ...others] = condition;
  if (typeof operator !== 'string')
    throw invalid('Invalid Condition: the first element must be an operation.');
  if (others.length > 0 || second === undefined)
    throw invalid(`Invalid ${operator}: it takes two arguments.`);
  const name = operator.toLowerCase();
  if (name === 'content-length-range') return { minBytes: parseBytes(first), maxBytes: parseBytes(second) };
  if (name !== 'eq' && name !== 'starts-with')
    throw invalid(`Invalid Condition: unknown operation '${operator}'.`);
  if (typeof first !== 'string' || !first.startsWith('$') || typeof second !== 'string') {
    throw invalid(`Invalid ${operator}: it takes "$field" and a string.`);
  }
  return { operator: name, field: first.slice(1).toLowerCase(), value: second };
};

const parseCondition = (condition: unknown): FieldCondition | SizeRange => {
  if (Array.isArray(condition)) return parseArray(condition);
  if (typeof condition === 'object' && condition !== null) return parseObject(condition);
  throw invalid('Invalid Condition: neither an object nor a list.');
};

const parseJson = (base64: string): Record<string, unknown> => {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== base64.replace(/\s+/g, '').replace(/=+$/, '')) {
    throw invalid('Invalid Base64.');
  }
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw invalid('Invalid JSON.');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw invalid('Invalid JSON.');
  return document as Record<string, unknown>;
};

/**
 * Parses a policy as it stands in a form: base64 of JSON. What does not parse exactly is refused: a condition
 * that is not understood would be a limit that is not kept.
 * @throws S3Error `InvalidPolicyDocument`.
 */
export const parsePostPolicy = (base64: string): PostPolicy => {
  const document = parseJson(base64);
  const unknown = Object.keys(document).find((name) => name !== 'expiration' && name !== 'conditions');
  if (unknown !== undefined) throw invalid(`Unexpected: '${unknown}'`);
  const expiration = parseExpiration(document['expiration']);
  if (!Array.isArray(document['conditions'])) throw invalid('Policy missing conditions.');
  const conditions = document['conditions'].map(parseCondition);
  return {
    expiration,
    fieldConditions: conditions.filter((condition) => 'field' in condition),
    sizeRanges: conditions.filter((condition) => 'minBytes' in condition),
  };
};
