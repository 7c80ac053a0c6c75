import { conditionsHold } from './conditions';
import type { ConditionContext } from './iam';
import type { Statement } from './statement';
import { matchesWildcard } from './wildcard';

/** One request: who is known already, this is what they want to do. */
export interface AccessRequest {
  /** e.g. `s3:PutObject`; compared without regard to case, as IAM does. */
  readonly action: string;
  readonly resource: string;
  readonly context?: ConditionContext;
}

const applies = (statement: Statement, { action, resource, context = {} }: AccessRequest): boolean =>
  statement.actions.some((pattern) => matchesWildcard(pattern.toLowerCase(), action.toLowerCase())) &&
  statement.resources.some((pattern) => matchesWildcard(pattern, resource)) &&
  conditionsHold(statement.conditions, context);

/** IAM's evaluation for one account: an explicit Deny wins, then any Allow, otherwise no. */
export const isPermitted = (statements: readonly Statement[], request: AccessRequest): boolean => {
  const applicable = statements.filter((statement) => applies(statement, request));
  return applicable.length > 0 && applicable.every(({ effect }) => effect === 'Allow');
};
