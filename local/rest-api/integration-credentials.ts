import * as z from 'zod';
import type { Credentials, Iam } from '../iam/iam';
import type { Template } from '../template/template';
import { TemplateError } from '../template/template-error';
import type { IntegrationProperties } from './resource-schemas';

const trustPolicy = z.object({
  AssumeRolePolicyDocument: z.object({
    Statement: z.array(
      z.looseObject({
        Effect: z.string(),
        Principal: z.looseObject({ Service: z.unknown().optional() }).optional(),
      }),
    ),
  }),
});

/**
 * Credentials of the role an AWS integration calls S3 with.
 * @throws TemplateError when it calls anything but S3, names no role, or the role does not trust API Gateway
 */
export const integrationCredentials = (
  template: Template,
  iam: Pick<Iam, 'issue'>,
  { Uri = '', Credentials: roleArn }: IntegrationProperties,
): Credentials => {
  if (!/^arn:[^:]+:apigateway:[^:]+:s3:path\//.test(Uri))
    throw new TemplateError(Uri, 'only s3:path integrations run locally');
  if (!roleArn) throw new TemplateError(Uri, 'the integration has no role');
  const role = template
    .ofType('AWS::IAM::Role')
    .find(({ logicalId }) => template.resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }) === roleArn);
  if (!role) throw new TemplateError(Uri, `there is no role ${roleArn}`);
  const trusted = trustPolicy
    .parse(role.properties)
    .AssumeRolePolicyDocument.Statement.some(
      ({ Effect, Principal }) =>
        Effect === 'Allow' && [Principal?.Service].flat().includes('apigateway.amazonaws.com'),
    );
  if (!trusted) throw new TemplateError(role.logicalId, 'it does not trust apigateway.amazonaws.com');
  return iam.issue(roleArn);
};
