import * as z from 'zod';
import { oneOrMore } from '../iam/statement';
import { matchesWildcard } from '../iam/wildcard';

const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z.undefined('conditions in an authorizer policy do not run locally').optional(),
});
const output = z.object({
  principalId: z.string(),
  policyDocument: z.object({
    Version: z.string().optional(),
    Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
  }),
  // Objects and arrays are not allowed as values (API Gateway developer guide, "Output from a Lambda authorizer").
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  usageIdentifierKey: z.string().nullish(),
});

/** What an authorizer decided about one method. */
export interface AuthorizerDecision {
  readonly effect: 'allow' | 'deny' | 'explicit-deny';
  /** `$context.authorizer`: the context with every value as a string, and the principal. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * Reads an authorizer's answer and evaluates its policy for one method ARN; a Deny wins, nothing that matches is a deny.
 * Returns the problem as text when the answer is not a valid one.
 */
export const evaluateAuthorizerOutput = (answer: unknown, methodArn: string): AuthorizerDecision | string => {
  const parsed = output.safeParse(answer);
  if (!parsed.success) return z.prettifyError(parsed.error);
  const { principalId, policyDocument, context } = parsed.data;
  const effects = policyDocument.Statement.filter(
    ({ Action, Resource }) =>
      Action.some((action) => matchesWildcard(action.toLowerCase(), 'execute-api:invoke')) &&
      Resource.some((resource) => matchesWildcard(resource, methodArn)),
  ).map(({ Effect }) => Effect);
  const entries = Object.entries(context ?? {}).map(([name, value]) => [name, String(value)] as const);
  return {
    effect: effects.includes('Deny') ? 'explicit-deny' : effects.includes('Allow') ? 'allow' : 'deny',
    context: { ...Object.fromEntries(entries), principalId },
  };
};
