import { TemplateError } from '../template/template-error';
import type { MethodConfig } from './api-config';
import type { IntegrationProperties } from './resource-schemas';

/** The function behind a method. */
export interface LambdaTarget {
  readonly functionArn: string;
  /** How long the gateway waits for it. */
  readonly timeoutMs: number;
}

const LAMBDA_PATH =
  /^arn:[^:]+:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(arn:[^/]+)\/invocations$/;

/** True for the URI of a function's invocation. */
export const isLambdaUri = (uri: string): boolean => LAMBDA_PATH.test(uri);

/**
 * The function that an integration invokes.
 * @throws TemplateError for what makes API Gateway fail (another method than POST) or behave otherwise than here
 */
export const lambdaTarget = ({ logicalId, properties: { Integration } }: MethodConfig): LambdaTarget => {
  const functionArn = LAMBDA_PATH.exec(Integration.Uri ?? '')?.[1];
  if (!functionArn) throw new TemplateError(logicalId, `${Integration.Uri} invokes no function`);
  if (Integration.IntegrationHttpMethod !== 'POST')
    throw new TemplateError(logicalId, 'functions are invoked with POST only');
  const unsupported = unsupportedProperties(Integration);
  if (unsupported.length > 0)
    throw new TemplateError(
      logicalId,
      `${unsupported.join(' and ')} of a ${Integration.Type} integration of a function do not run locally`,
    );
  return { functionArn, timeoutMs: Integration.TimeoutInMillis };
};

/** A role instead of an `AWS::Lambda::Permission`, headers such as `X-Amz-Invocation-Type`, and what a proxy ignores. */
const unsupportedProperties = (integration: IntegrationProperties): string[] => {
  const isProxy = integration.Type === 'AWS_PROXY';
  const candidates = [
    ['Credentials', integration.Credentials !== undefined],
    ['RequestParameters', Object.keys(integration.RequestParameters).length > 0],
    ['RequestTemplates', isProxy && Object.keys(integration.RequestTemplates).length > 0],
    ['IntegrationResponses', isProxy && integration.IntegrationResponses.length > 0],
    ['ContentHandling', isProxy && integration.ContentHandling !== undefined],
  ] as const;
  return candidates.filter(([, isSet]) => isSet).map(([name]) => name);
};
