import * as z from 'zod/mini';

/**
 * Reads a function's variables once, at cold start: the only place that reads `process.env`.
 * The message names every variable that is wrong and the rule, never a value.
 * @throws Error when a variable is missing, empty or malformed; the deployment is broken, not the request.
 */
export const loadEnv = <S extends z.core.$ZodType>(
  schema: S,
  source: unknown = process.env,
): z.core.output<S> => {
  const parsed = z.safeParse(schema, source);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Invalid environment: ${problems.join('; ')}`);
};
