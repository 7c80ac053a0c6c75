import type { LocalFunction } from '../lambda/local-function';

/** The functions that can be invoked, by ARN and by name. */
export type Functions = ReadonlyMap<string, LocalFunction>;

/**
 * The function of an ARN as integrations name it.
 * @throws Error when it does not run locally.
 */
export const findFunction = (functions: Functions, arn: string): LocalFunction => {
  const found = functions.get(arn) ?? functions.get(arn.split(':function:').at(-1) ?? arn);
  if (!found) throw new Error(`No local function ${arn}`);
  return found;
};
