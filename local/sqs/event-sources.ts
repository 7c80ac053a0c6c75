import * as z from 'zod';
import type { LocalFunction } from '../lambda/local-function';
import type { Resource, Template } from '../template/template';
import { TemplateError } from '../template/template-error';
import { EventSource } from './event-source';
import type { Queue } from './queue';

/** Batches at the same time without a ScalingConfig; Lambda begins with five pollers. */
const DEFAULT_CONCURRENCY = 5;

const mappingProperties = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.number().default(10),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  FilterCriteria: z.undefined('the local service does not filter events').optional(),
});

/** What the mappings connect. */
export interface EventSourceOptions {
  /** By ARN. */
  readonly queues: ReadonlyMap<string, Queue>;
  /** By name or ARN. */
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly maxRetryDelaySeconds: number;
}

const eventSource = ({ logicalId, properties }: Resource, options: EventSourceOptions): EventSource[] => {
  const parsed = mappingProperties.safeParse(properties);
  if (!parsed.success) throw new TemplateError(logicalId, z.prettifyError(parsed.error));
  const mapping = parsed.data;
  const queue = options.queues.get(mapping.EventSourceArn);
  const target = options.functions.get(mapping.FunctionName);
  if (!queue) throw new TemplateError(logicalId, `${mapping.EventSourceArn} is not a queue of the template`);
  if (!target)
    throw new TemplateError(logicalId, `${mapping.FunctionName} is not a function that runs locally`);
  if (!mapping.Enabled) return [];
  const config = {
    batchSize: mapping.BatchSize,
    batchingWindowSeconds: mapping.MaximumBatchingWindowInSeconds,
    reportsBatchItemFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    maxConcurrency: mapping.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
    maxRetryDelaySeconds: options.maxRetryDelaySeconds,
  };
  return [new EventSource(queue, target, config)];
};

/**
 * The enabled event source mappings of the template, not started yet.
 * @throws TemplateError when one connects something that is not there.
 */
export const createEventSources = (template: Template, options: EventSourceOptions): EventSource[] =>
  template.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => eventSource(resource, options));
