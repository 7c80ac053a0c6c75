import { accessDenied, type S3Error } from '../s3-error';
import type { FieldCondition, PostPolicy, SizeRange } from './post-policy';

/** Fields that no condition need cover: they carry the policy itself and what it is about. */
const UNCOVERED: readonly string[] = ['x-amz-signature', 'policy', 'file'];

const refused = (reason: string): S3Error => accessDenied(`Invalid according to Policy: ${reason}`);

const startsWith = ({ field, value }: FieldCondition, given: string): boolean =>
  // S3 reads a Content-Type with commas as a list, every member of which must start so.
  field === 'content-type'
    ? given.split(',').every((type) => type.trimStart().startsWith(value))
    : given.startsWith(value);

const holds = (condition: FieldCondition, fields: ReadonlyMap<string, string>): boolean => {
  const given = fields.get(condition.field);
  // A field that is missing satisfies nothing, not even `starts-with ""`.
  if (given === undefined) return false;
  return condition.operator === 'eq' ? given === condition.value : startsWith(condition, given);
};

/**
 * Decides whether a form keeps to its policy; the only place that does. Fields (names in lower case) must hold
 * `bucket` with the bucket that is written to, and `key` with `${filename}` already replaced.
 * @returns the sizes that the file may have, to be kept while it is read.
 * @throws S3Error `AccessDenied`: expired, a condition that does not hold, or a field that none covers.
 */
export const evaluatePolicy = (
  policy: PostPolicy,
  fields: ReadonlyMap<string, string>,
  now: Date,
): SizeRange => {
  if (policy.expiration <= now) throw refused('Policy expired.');
  for (const condition of policy.fieldConditions) {
    if (holds(condition, fields)) continue;
    throw refused(
      `Policy Condition failed: ${JSON.stringify([condition.operator, `$${condition.field}`, condition.value])}`,
    );
  }
  const covered = new Set(policy.fieldConditions.map(({ field }) => field));
  const extra = [...fields.keys()].filter(
    (name) => !covered.has(name) && !UNCOVERED.includes(name) && !name.startsWith('x-ignore-'),
  );
  if (extra.length > 0) throw refused(`Extra input fields: ${extra.join(', ')}`);
  return {
    minBytes: Math.max(0, ...policy.sizeRanges.map(({ minBytes }) => minBytes)),
    maxBytes: Math.min(Number.POSITIVE_INFINITY, ...policy.sizeRanges.map(({ maxBytes }) => maxBytes)),
  };
};
