import * as z from 'zod';
import { isObject } from '../is-object';
import { TemplateError } from '../template/template-error';

/** A value that a field of an event may have; undefined when the event has no such field. */
type Test = (value: unknown) => boolean;

/** A pattern ready to be asked; an event that it matches goes to the rule's targets. */
export type EventPattern = (event: unknown) => boolean;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const scalars = z.union([scalar, z.array(scalar).min(1)]).transform((value) => [value].flat());

/** The content filters that are evaluated here, each the only key of its object. */
const filter = z.union([
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ 'anything-but': z.union([scalars, z.strictObject({ prefix: z.string() })]) }),
]);

const hasPrefix = (value: unknown, prefix: string): boolean =>
  typeof value === 'string' && value.startsWith(prefix);

const testOf = (document: unknown, path: string): Test => {
  const exact = scalar.safeParse(document);
  if (exact.success) return (value) => value === exact.data;
  const parsed = filter.safeParse(document);
  if (!parsed.success)
    throw new TemplateError(
      path,
      `the local service does not evaluate ${JSON.stringify(document)} in an event pattern`,
    );
  const rule = parsed.data;
  if ('prefix' in rule) return (value) => hasPrefix(value, rule.prefix);
  if ('exists' in rule) return (value) => (value !== undefined) === rule.exists;
  const refused = rule['anything-but'];
  if (Array.isArray(refused))
    return (value) => value !== undefined && !refused.some((candidate) => candidate === value);
  return (value) => value !== undefined && !hasPrefix(value, refused.prefix);
};

/** A field's values: those of a list one by one, of which one has to pass; objects are no values. */
const valuesOf = (value: unknown): unknown[] => {
  const values = [value].flat().filter((one) => !isObject(one));
  return values.length === 0 ? [undefined] : values;
};

/** A list of objects is matched when one of its objects is. */
const objectsOf = (value: unknown): unknown[] => {
  const objects = [value].flat().filter(isObject);
  return objects.length === 0 ? [{}] : objects;
};

const field = (document: unknown, path: string): EventPattern => {
  if (isObject(document)) {
    const pattern = readEventPattern(document, path);
    return (value) => objectsOf(value).some(pattern);
  }
  if (!Array.isArray(document) || document.length === 0)
    throw new TemplateError(path, 'an event pattern has a list of values or an object here');
  const tests = document.map((one, index) => testOf(one, `${path}[${index}]`));
  return (value) => valuesOf(value).some((one) => tests.some((test) => test(one)));
};

/**
 * Reads an event pattern (EventBridge user guide, "Creating event patterns"): every field must match, and of a field's
 * values one is enough. Evaluated are exact values, `prefix`, `exists`, and `anything-but` with values or a prefix.
 * @throws TemplateError for anything else: ignoring it would send other events than AWS does
 */
export const readEventPattern = (document: unknown, path: string): EventPattern => {
  if (!isObject(document) || Object.keys(document).length === 0)
    throw new TemplateError(path, 'an event pattern is an object with at least one field');
  if ('$or' in document)
    throw new TemplateError(path, 'the local service does not evaluate $or in an event pattern');
  const fields = Object.entries(document).map(
    ([name, value]) => [name, field(value, `${path}.${name}`)] as const,
  );
  return (event) =>
    fields.every(([name, matches]) =>
      matches(isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined),
    );
};
