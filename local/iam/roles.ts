import * as z from 'zod';
import type { Resource, Template } from '../template/template';
import { TemplateError } from '../template/template-error';
import { readStatements, type Statement } from './statement';
import { readTrust, type TrustStatement } from './trust';

/** A role of the template with everything that applies to it. */
export interface Role {
  readonly arn: string;
  readonly statements: readonly Statement[];
  readonly trust: readonly TrustStatement[];
}

/**
 * AWS-managed policies that grant nothing the local service checks: logs, traces and metrics go nowhere here.
 */
const WITHOUT_LOCAL_EFFECT = new Set(
  [
    'service-role/AWSLambdaBasicExecutionRole',
    'service-role/AmazonAPIGatewayPushToCloudWatchLogs',
    'AWSXRayDaemonWriteAccess',
    'AWSXrayWriteOnlyAccess',
    'CloudWatchLambdaInsightsExecutionRolePolicy',
  ].map((name) => `arn:aws:iam::aws:policy/${name}`),
);

const roleProperties = z.object({
  RoleName: z.string().optional(),
  AssumeRolePolicyDocument: z.unknown(),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Policies: z.array(z.object({ PolicyDocument: z.unknown() })).default([]),
});

const policyProperties = z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.string()).default([]) });

/** Statements of AWS::IAM::Policy and ManagedPolicy resources, by the role names they are attached to. */
const attachedStatements = (template: Template): Map<string, Statement[]> => {
  const byRole = new Map<string, Statement[]>();
  for (const { logicalId, properties } of [
    ...template.ofType('AWS::IAM::Policy'),
    ...template.ofType('AWS::IAM::ManagedPolicy'),
  ]) {
    const { PolicyDocument, Roles } = policyProperties.parse(properties);
    const statements = readStatements(PolicyDocument, logicalId);
    for (const role of Roles) byRole.set(role, [...(byRole.get(role) ?? []), ...statements]);
  }
  return byRole;
};

const managedStatements = (template: Template, arn: string, path: string): Statement[] => {
  if (WITHOUT_LOCAL_EFFECT.has(arn)) return [];
  const own = template
    .ofType('AWS::IAM::ManagedPolicy')
    .find(({ logicalId }) => template.resolve({ Ref: logicalId }) === arn);
  if (!own) throw new TemplateError(path, `the local service does not know the managed policy ${arn}`);
  return readStatements(policyProperties.parse(own.properties).PolicyDocument, own.logicalId);
};

const readRole = (template: Template, resource: Resource, attached: Map<string, Statement[]>): Role => {
  const { logicalId, properties } = resource;
  const role = roleProperties.parse(properties);
  const inline = role.Policies.flatMap(({ PolicyDocument }, index) =>
    readStatements(PolicyDocument, `${logicalId}.Policies[${index}]`),
  );
  const managed = role.ManagedPolicyArns.flatMap((arn) => managedStatements(template, arn, logicalId));
  return {
    arn: String(template.resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] })),
    statements: [...inline, ...managed, ...(attached.get(role.RoleName ?? logicalId) ?? [])],
    trust: readTrust(role.AssumeRolePolicyDocument, `${logicalId}.AssumeRolePolicyDocument`),
  };
};

/**
 * Every role of the template by ARN, with its inline, attached and managed policies.
 * @throws TemplateError for a policy that cannot be evaluated here.
 */
export const readRoles = (template: Template): Map<string, Role> => {
  const attached = attachedStatements(template);
  const roles = template.ofType('AWS::IAM::Role').map((resource) => readRole(template, resource, attached));
  return new Map(roles.map((role) => [role.arn, role]));
};
