import * as z from 'zod';
import { TemplateError } from '../template/template-error';
import { type Conditions, unknownOperators } from './conditions';

/** One statement of a policy, normalised to lists. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Conditions;
}

/** A policy document's element that is one string or a list of them → a list. */
export const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const unsupported = (element: string) =>
  z.undefined(`the local service does not evaluate ${element}`).optional();
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** `Condition` of a policy document → lists of strings. */
export const conditionBlock = z.record(
  z.string(),
  z.record(
    z.string(),
    z.union([scalar, z.array(scalar)]).transform((value) => [value].flat()),
  ),
);

/** A statement of a policy that is attached to what is accessed, and so names who may. */
export const resourceStatement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Principal: z.union([z.literal('*'), z.record(z.string(), oneOrMore)]),
  Condition: conditionBlock.default({}),
});

const statementDocument = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: conditionBlock.default({}),
  NotAction: unsupported('NotAction'),
  NotResource: unsupported('NotResource'),
});

const policyDocument = z.object({
  Statement: z.union([z.unknown().array(), z.unknown().transform((statement) => [statement])]),
});

/** Services whose permissions are checked here; what a policy says about others has no effect on a laptop. */
const CHECKED_SERVICES = ['s3', 'dynamodb', 'sqs', 'sts', 'lambda', 'cloudfront', 'events'];

const concernsCheckedService = (actions: readonly string[]) =>
  actions.some(
    (action) => action === '*' || CHECKED_SERVICES.includes(action.split(':')[0]?.toLowerCase() ?? ''),
  );

/**
 * Reads the statements of an identity policy.
 * @throws TemplateError for an element or a condition operator that would have to be evaluated and cannot be:
 * ignoring it would grant or refuse something else than AWS does.
 */
export const readStatements = (document: unknown, path: string): Statement[] => {
  const policy = policyDocument.safeParse(document);
  if (!policy.success) throw new TemplateError(path, z.prettifyError(policy.error));
  return policy.data.Statement.map((statement, index) =>
    readStatement(statement, `${path}.Statement[${index}]`),
  );
};

const readStatement = (statement: unknown, path: string): Statement => {
  const parsed = statementDocument.safeParse(statement);
  if (!parsed.success) throw new TemplateError(path, z.prettifyError(parsed.error));
  const { Effect, Action, Resource, Condition } = parsed.data;
  if (concernsCheckedService(Action)) {
    const [operator] = unknownOperators(Condition);
    if (operator)
      throw new TemplateError(path, `the local service does not evaluate the condition operator ${operator}`);
    if (JSON.stringify([Resource, Condition]).includes('${'))
      throw new TemplateError(path, 'the local service does not evaluate policy variables');
  }
  return { effect: Effect, actions: Action, resources: Resource, conditions: Condition };
};
