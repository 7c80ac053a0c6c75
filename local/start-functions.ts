import { join } from 'node:path';
import type { ServiceEndpoints } from './lambda/function-environment';
import { createFunctions } from './lambda/functions';
import type { ServiceContext } from './service-context';
import { assertMayPoll } from './sqs/assert-permitted';
import { createEventSources } from './sqs/event-sources';
import type { Queue } from './sqs/queue';

/** Makes the template's functions available and starts to hand the queues' messages to them. */
export const startFunctions = (
  context: ServiceContext,
  endpoints: ServiceEndpoints,
  queues: ReadonlyMap<string, Queue>,
): void => {
  const { config, template, assembly, iam, functions, parts, log } = context;
  const created = createFunctions(template, {
    assetFolder: (s3Key) => assembly.assetFolder(s3Key),
    iam,
    endpoints,
    logFolder: join(config.dataDir, 'logs'),
    console: log,
  });
  parts.add('functions', created);
  for (const [nameOrArn, run] of created.byNameOrArn) functions.set(nameOrArn, run);
  assertMayPoll(template, iam);
  const maxRetryDelaySeconds = config.maxRetryDelaySeconds;
  for (const source of createEventSources(template, { queues, functions, maxRetryDelaySeconds })) {
    parts.add('eventSources', { close: () => source.stop() });
    source.start();
  }
};
