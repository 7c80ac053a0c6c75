import { Stack } from 'aws-cdk-lib';
import { Integration, type IntegrationOptions, IntegrationType } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * Sends a method's requests to a function. CDK's own integration adds a permission with each method, which outgrows the
 * function's policy; whoever uses this one allows the invocation once.
 * @param isProxy - whether the function is given API Gateway's event, or what the options' templates make of a request
 */
export const functionIntegration = (
  handler: IFunction,
  isProxy: boolean,
  options: IntegrationOptions = {},
): Integration => {
  const { partition, region } = Stack.of(handler);
  return new Integration({
    type: isProxy ? IntegrationType.AWS_PROXY : IntegrationType.AWS,
    integrationHttpMethod: 'POST',
    uri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${handler.functionArn}/invocations`,
    options,
  });
};
