import type { ConditionContext } from './iam';
import { matchesWildcard } from './wildcard';

/** A statement's `Condition`, normalised: operator → key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

type Comparison = (expected: string, actual: string) => boolean;

const equals: Comparison = (expected, actual) => expected === actual;

const COMPARISONS: Readonly<Record<string, { compare: Comparison; negated?: true }>> = {
  ArnEquals: { compare: matchesWildcard },
  ArnLike: { compare: matchesWildcard },
  ArnNotLike: { compare: matchesWildcard, negated: true },
  Bool: { compare: equals },
  StringEquals: { compare: equals },
  StringLike: { compare: matchesWildcard },
  StringNotEquals: { compare: equals, negated: true },
  StringNotLike: { compare: matchesWildcard, negated: true },
};

const parse = (operator: string) => {
  const [, quantifier, name, ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const comparison = name === undefined ? undefined : COMPARISONS[name];
  return comparison ? { quantifier, ifExists: ifExists !== undefined, ...comparison } : undefined;
};

/** Operators of the conditions that cannot be evaluated here. */
export const unknownOperators = (conditions: Conditions): string[] =>
  Object.keys(conditions).filter((operator) => !parse(operator));

/**
 * True when every condition holds for the request (IAM user guide, "Condition operators"). A key the request does not
 * have fails the condition, except for `…IfExists`, negated operators and `ForAllValues`.
 */
export const conditionsHold = (conditions: Conditions, context: ConditionContext): boolean =>
  Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => holds(operator, expected, valuesOf(context, key))),
  );

/** Condition keys are case-insensitive. */
const valuesOf = (context: ConditionContext, key: string): readonly string[] | undefined => {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  return typeof found === 'string' ? [found] : found;
};

const holds = (
  operator: string,
  expected: readonly string[],
  actual: readonly string[] | undefined,
): boolean => {
  const parsed = parse(operator);
  if (!parsed) return false;
  const one = (value: string) =>
    expected.some((candidate) => parsed.compare(candidate, value)) !== (parsed.negated ?? false);
  if (parsed.quantifier === 'ForAllValues') return (actual ?? []).every(one);
  if (actual === undefined) return parsed.ifExists || (parsed.negated ?? false);
  return actual.some(one);
};
