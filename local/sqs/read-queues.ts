import { join } from 'node:path';
import * as z from 'zod';
import type { Resource, Template } from '../template/template';
import { TemplateError } from '../template/template-error';
import { MessageStore } from './message-store';
import { Queue, type QueueConfig } from './queue';

const queueProperties = z.object({
  VisibilityTimeout: z.number().default(30),
  DelaySeconds: z.number().default(0),
  FifoQueue: z.literal(false, 'the local service has standard queues only').optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }).optional(),
});

const readQueue = (
  template: Template,
  { logicalId, properties }: Resource,
): QueueConfig & { name: string } => {
  const parsed = queueProperties.safeParse(properties);
  if (!parsed.success) throw new TemplateError(logicalId, z.prettifyError(parsed.error));
  const { VisibilityTimeout, DelaySeconds, RedrivePolicy } = parsed.data;
  return {
    name: String(template.resolve({ 'Fn::GetAtt': [logicalId, 'QueueName'] })),
    arn: String(template.resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] })),
    visibilityTimeoutSeconds: VisibilityTimeout,
    delaySeconds: DelaySeconds,
    ...(RedrivePolicy
      ? {
          redrive: {
            deadLetterArn: RedrivePolicy.deadLetterTargetArn,
            maxReceiveCount: RedrivePolicy.maxReceiveCount,
          },
        }
      : {}),
  };
};

/**
 * Opens every queue of the template below `folder`, by ARN.
 * @throws TemplateError for a FIFO queue or a dead-letter queue that is not in the template.
 */
export const openQueues = (template: Template, folder: string): Map<string, Queue> => {
  const configs = new Map(
    template.ofType('AWS::SQS::Queue').map((resource) => {
      const config = readQueue(template, resource);
      return [config.arn, config];
    }),
  );
  const queues = new Map<string, Queue>();
  const open = (arn: string, path: string): Queue => {
    const config = configs.get(arn);
    if (!config) throw new TemplateError(path, `the dead-letter queue ${arn} is not in the template`);
    const deadLetterQueue = config.redrive ? open(config.redrive.deadLetterArn, config.name) : undefined;
    const queue =
      queues.get(arn) ?? new Queue(config, new MessageStore(join(folder, config.name)), deadLetterQueue);
    queues.set(arn, queue);
    return queue;
  };
  for (const { arn, name } of configs.values()) open(arn, name);
  return queues;
};
