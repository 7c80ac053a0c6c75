import { join } from 'node:path';
import { startEvents } from './events/events-server';
import type { PutEventsOptions } from './events/put-events';
import { readBuses } from './events/read-buses';
import { FunctionLog } from './lambda/function-log';
import { HOST, type ServiceContext } from './service-context';
import type { Queue } from './sqs/queue';

/**
 * Starts the template's event buses and returns the port of their API. Every event also becomes a line in the logs: one
 * that no rule wants would otherwise be gone, and a developer has no other way to see it.
 */
export const startEventBuses = async (
  { config, template, iam, parts, log }: ServiceContext,
  queues: ReadonlyMap<string, Queue>,
): Promise<number> => {
  const buses = readBuses({ template, queues });
  const logs = new Map(
    buses.map(({ arn, name }) => [arn, new FunctionLog(join(config.dataDir, 'logs'), name, log)]),
  );
  for (const each of logs.values()) parts.add('storage', each);
  const onEvent: PutEventsOptions['onEvent'] = ({ arn }, event) => logs.get(arn)?.info(JSON.stringify(event));
  const server = await startEvents({ host: HOST, port: 0, buses, iam, onEvent, log });
  return parts.add('storage', server).port;
};
