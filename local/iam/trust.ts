import * as z from 'zod';
import { LOCAL_ACCOUNT_ID } from '../template/pseudo-parameters';
import { TemplateError } from '../template/template-error';
import { type Conditions, conditionsHold, unknownOperators } from './conditions';
import type { ConditionContext } from './iam';
import { resourceStatement } from './statement';

/** Who may assume a role. */
export interface TrustStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** ARNs of roles or accounts, or `*`; services are left out, none of them assumes a role over HTTP here. */
  readonly principals: readonly string[];
  readonly conditions: Conditions;
}

const trustDocument = z.object({ Statement: z.array(resourceStatement) });

/** Reads an AssumeRolePolicyDocument. @throws TemplateError when it cannot be evaluated here. */
export const readTrust = (document: unknown, path: string): TrustStatement[] => {
  const parsed = trustDocument.safeParse(document);
  if (!parsed.success) throw new TemplateError(path, z.prettifyError(parsed.error));
  return parsed.data.Statement.map(({ Effect, Action, Principal, Condition }) => {
    const principals = Principal === '*' ? ['*'] : (Principal['AWS'] ?? []);
    const [operator] = principals.length > 0 ? unknownOperators(Condition) : [];
    if (operator)
      throw new TemplateError(path, `the local service does not evaluate the condition operator ${operator}`);
    return { effect: Effect, actions: Action, principals, conditions: Condition };
  });
};

const ACCOUNT_PRINCIPALS = new Set(['*', LOCAL_ACCOUNT_ID, `arn:aws:iam::${LOCAL_ACCOUNT_ID}:root`]);

/** True when the trust policy lets the role `callerArn` use `sts:AssumeRole`; an explicit Deny wins. */
export const trusts = (
  trust: readonly TrustStatement[],
  callerArn: string,
  context: ConditionContext = {},
): boolean => {
  const applicable = trust.filter(
    ({ actions, principals, conditions }) =>
      actions.some((action) => ['*', 'sts:*', 'sts:assumerole'].includes(action.toLowerCase())) &&
      principals.some((principal) => principal === callerArn || ACCOUNT_PRINCIPALS.has(principal)) &&
      conditionsHold(conditions, { 'aws:PrincipalArn': callerArn, ...context }),
  );
  return applicable.length > 0 && applicable.every(({ effect }) => effect === 'Allow');
};
