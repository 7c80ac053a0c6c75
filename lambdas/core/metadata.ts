import { invalidRequest } from './errors';
import type { Metadata } from './image';

/** UTF-8 bytes of the compact JSON (contract 5). */
export const MAX_METADATA_BYTES = 1024;
/** Far more than 1,024 bytes of useful metadata need; bounds the work on hostile input. */
const MAX_DEPTH = 32;
const MAX_VALUES = 1024;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** JSON can hold halves of surrogate pairs, which UTF-8 cannot: they would become other text on the way. */
const checkText = (text: string): void => {
  if (!text.isWellFormed()) throw invalidRequest('metadata must be well-formed Unicode');
};

/**
 * Refuses keys that reach an object's prototype when somebody copies the metadata carelessly: we hand it back to
 * callers as it is.
 * @throws DomainError `invalid-request`
 */
export const checkMetadataKey = (key: string): void => {
  if (FORBIDDEN_KEYS.has(key)) throw invalidRequest(`metadata must not have a key named ${key}`);
};

/**
 * Refuses what `JSON.parse` may have rounded already: `1234567890123456789`, typically an id, has become another one
 * (RFC 8259, 6: whole numbers are interoperable up to 2^53 - 1).
 */
const checkNumber = (value: number): void => {
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw invalidRequest(
      `metadata must not have numbers beyond ±${Number.MAX_SAFE_INTEGER}, which would be rounded; send them as strings`,
    );
  }
};

/** Checks keys, texts, numbers, depth and how many values there are without recursion, so that no nesting overflows the stack. */
const checkShape = (metadata: object): void => {
  const pending: { value: unknown; depth: number }[] = [{ value: metadata, depth: 1 }];
  let values = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    values += 1;
    if (values > MAX_VALUES) throw invalidRequest(`metadata must not have more than ${MAX_VALUES} values`);
    if (next.depth > MAX_DEPTH)
      throw invalidRequest(`metadata must not be nested deeper than ${MAX_DEPTH} levels`);
    if (typeof next.value === 'number') checkNumber(next.value);
    if (typeof next.value === 'string') checkText(next.value);
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, value] of Object.entries(next.value)) {
      checkMetadataKey(key);
      checkText(key);
      pending.push({ value, depth: next.depth + 1 });
    }
  }
};

/**
 * Checks a value that came out of JSON as an image's metadata.
 * @throws DomainError `invalid-request` when it is no JSON object, too large, too deep or has a forbidden key, text or number.
 */
export const checkMetadata = (value: unknown): Metadata => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidRequest('metadata must be a JSON object');
  }
  checkShape(value);
  const bytes = Buffer.byteLength(JSON.stringify(value), 'utf8');
  if (bytes > MAX_METADATA_BYTES)
    throw invalidRequest(`metadata must not be larger than ${MAX_METADATA_BYTES} bytes, got ${bytes}`);
  return value as Metadata;
};

/**
 * Reads metadata that was sent as one JSON text; surrounding whitespace is allowed (contract 1.2: legacy Go ends it
 * in a newline).
 * @throws DomainError `invalid-request`
 */
export const parseMetadata = (text: string): Metadata => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalidRequest('metadata must be a JSON object: the text is not JSON', { cause });
  }
  return checkMetadata(value);
};
