import type { Agent } from 'node:http';
import type { GatewayResponse } from '../gateway/payload-v2-response';
import type { Iam } from '../iam/iam';
import type { Template } from '../template/template';
import type { MethodConfig } from './api-config';
import { integrationCredentials } from './integration-credentials';
import { integrationPayload } from './integration-payload';
import { integrationResponse } from './integration-response';
import type { LambdaRuntime } from './invoke-lambda';
import { lambdaIntegration } from './lambda-integration';
import { lambdaProxy } from './lambda-proxy';
import { isLambdaUri } from './lambda-target';
import type { MappingSources } from './map-parameter';
import { mockIntegration } from './mock-integration';
import { s3Integration } from './s3-integration';

/**
 * Answers a request that the method has accepted.
 * @throws GatewayFault; EventTooLarge for what Lambda refuses; TemplateFault
 */
export type Integrate = (sources: MappingSources) => Promise<GatewayResponse>;

/** What integrations run on. */
export interface IntegrationSurroundings extends LambdaRuntime {
  readonly template: Template;
  readonly iam: Pick<Iam, 'issue'>;
  /** The local S3, `http://127.0.0.1:<port>`. */
  readonly s3Endpoint: string;
  readonly s3Agent: Agent;
  readonly binaryMediaTypes: readonly string[];
}

/** Prepares the integration of a method. @throws TemplateError for one that does not run locally */
export const createIntegration = (method: MethodConfig, surroundings: IntegrationSurroundings): Integrate => {
  const { Type, Uri = '' } = method.properties.Integration;
  const { binaryMediaTypes } = surroundings;
  if (Type === 'MOCK') return mock(method, binaryMediaTypes);
  if (Type === 'AWS_PROXY') return lambdaProxy(method, binaryMediaTypes, surroundings);
  return isLambdaUri(Uri)
    ? lambdaIntegration(method, binaryMediaTypes, surroundings)
    : s3(method, surroundings);
};

const mock =
  ({ properties }: MethodConfig, binaryMediaTypes: readonly string[]): Integrate =>
  async (sources) => {
    const payload = integrationPayload(properties.Integration, binaryMediaTypes, sources);
    return integrationResponse(properties, mockIntegration(payload), binaryMediaTypes, sources);
  };

const s3 = (
  { properties }: MethodConfig,
  { template, iam, s3Endpoint, s3Agent, binaryMediaTypes }: IntegrationSurroundings,
): Integrate => {
  const { Integration } = properties;
  const credentials = integrationCredentials(template, iam, Integration);
  const access = { endpoint: s3Endpoint, credentials, agent: s3Agent };
  return async (sources) => {
    const payload = integrationPayload(Integration, binaryMediaTypes, sources);
    const answer = await s3Integration(Integration, payload, sources, access);
    return integrationResponse(properties, answer, binaryMediaTypes, sources);
  };
};
