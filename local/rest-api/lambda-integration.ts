import { FunctionError } from '../lambda/local-function';
import type { MethodConfig } from './api-config';
import type { Integrate } from './integration';
import type { IntegrationAnswer } from './integration-answer';
import { integrationPayload } from './integration-payload';
import { integrationResponse } from './integration-response';
import { invokeLambda, type LambdaRuntime } from './invoke-lambda';
import { lambdaTarget } from './lambda-target';

/**
 * A Lambda integration that is no proxy: the request template makes the event, an integration response makes the
 * answer. A failed function selects it by its error message; without one that matches the default answers, as on AWS.
 * @throws TemplateError for properties that do not run locally
 */
export const lambdaIntegration = (
  method: MethodConfig,
  binaryMediaTypes: readonly string[],
  runtime: LambdaRuntime,
): Integrate => {
  const target = lambdaTarget(method);
  const { properties } = method;
  return async (sources) => {
    const payload = integrationPayload(properties.Integration, binaryMediaTypes, sources);
    const answer = await invokeLambda(target, payload.toString(), sources.context, runtime).then(
      success,
      failure,
    );
    return integrationResponse(properties, answer, binaryMediaTypes, sources);
  };
};

const HEADERS = { 'content-type': 'application/json' };

const success = (answer: unknown): IntegrationAnswer => ({
  selector: undefined,
  headers: HEADERS,
  body: JSON.stringify(answer) ?? 'null',
});

const failure = (error: unknown): IntegrationAnswer => {
  if (!(error instanceof FunctionError)) throw error;
  const { errorType, errorMessage } = error;
  return { selector: errorMessage, headers: HEADERS, body: JSON.stringify({ errorType, errorMessage }) };
};
