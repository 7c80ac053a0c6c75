import { availableParallelism } from 'node:os';
import * as z from 'zod';
import type { Iam } from '../iam/iam';
import { localArn } from '../template/pseudo-parameters';
import type { Resource } from '../template/template';
import { TemplateError } from '../template/template-error';
import type { FunctionConfig } from './function-config';
import { functionEnvironment, type ServiceEndpoints } from './function-environment';

/** Invocations at the same time at most, whatever is reserved: a laptop, not an account with a thousand. */
const MAX_CONCURRENCY = Math.max(4, 2 * availableParallelism());

const functionProperties = z.object({
  FunctionName: z.string().optional(),
  Handler: z.string(),
  Runtime: z.string().startsWith('nodejs', 'the local service runs Node.js functions only'),
  Role: z.string(),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  ReservedConcurrentExecutions: z.number().int().nonnegative().optional(),
  Environment: z
    .object({ Variables: z.record(z.string(), z.string()).default({}) })
    .default({ Variables: {} }),
  Code: z.object({ S3Key: z.string('the local service runs bundled assets only') }),
  Layers: z.undefined('the local service has no Lambda layers').optional(),
});

/** What running a function needs from the rest of the service. */
export interface FunctionSurroundings {
  /** The folder of an asset, by its `Code.S3Key`. */
  readonly assetFolder: (s3Key: string) => string;
  readonly iam: Pick<Iam, 'issue'>;
  readonly endpoints: ServiceEndpoints;
}

/**
 * Reads an AWS::Lambda::Function.
 * @throws TemplateError naming the property that the local service cannot run.
 */
export const readFunction = (resource: Resource, surroundings: FunctionSurroundings): FunctionConfig => {
  const parsed = functionProperties.safeParse(resource.properties);
  if (!parsed.success) throw new TemplateError(resource.logicalId, z.prettifyError(parsed.error));
  const properties = parsed.data;
  const name = properties.FunctionName ?? resource.logicalId;
  const config = {
    name,
    arn: localArn('lambda', `function:${name}`),
    taskRoot: surroundings.assetFolder(properties.Code.S3Key),
    handler: properties.Handler,
    timeoutSeconds: properties.Timeout,
    memoryMegabytes: properties.MemorySize,
    maxConcurrency: Math.min(properties.ReservedConcurrentExecutions ?? MAX_CONCURRENCY, MAX_CONCURRENCY),
  };
  return {
    ...config,
    environment: functionEnvironment({
      ...config,
      runtime: properties.Runtime,
      variables: properties.Environment.Variables,
      credentials: surroundings.iam.issue(properties.Role),
      endpoints: surroundings.endpoints,
    }),
  };
};
