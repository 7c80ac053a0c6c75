import { isObject } from '../is-object';
import { TemplateError } from './template-error';

/** Resolves what conditions compare (Ref, Fn::FindInMap…) and looks up other conditions by name. */
export interface ConditionScope {
  resolve(value: unknown, path: string): unknown;
  condition(name: string, path: string): boolean;
}

type Operator = (operands: unknown[], scope: ConditionScope, path: string) => boolean;

const OPERATORS: Readonly<Record<string, Operator>> = {
  Condition: ([name], scope, path) => scope.condition(String(name), path),
  'Fn::And': (operands, scope, path) => operands.every((operand) => evaluateCondition(operand, scope, path)),
  'Fn::Equals': ([left, right], scope, path) =>
    JSON.stringify(scope.resolve(left, path)) === JSON.stringify(scope.resolve(right, path)),
  'Fn::Not': ([operand], scope, path) => !evaluateCondition(operand, scope, path),
  'Fn::Or': (operands, scope, path) => operands.some((operand) => evaluateCondition(operand, scope, path)),
};

/**
 * Evaluates one entry of the template's `Conditions`.
 * @throws TemplateError for anything that is not a condition function.
 */
export const evaluateCondition = (expression: unknown, scope: ConditionScope, path: string): boolean => {
  const [name, argument] = isObject(expression) ? (Object.entries(expression)[0] ?? []) : [];
  const operator = name === undefined ? undefined : OPERATORS[name];
  if (!operator) throw new TemplateError(path, `not a condition: ${JSON.stringify(expression)}`);
  return operator(Array.isArray(argument) ? argument : [argument], scope, path);
};
