import { join } from 'node:path';
import { type RunningDynamoDb, startDynamoDb } from './dynamodb/start-dynamodb';
import { readBuckets } from './read-buckets';
import { startS3Server } from './s3/s3-server';
import { HOST, type ServiceContext } from './service-context';
import { assertMayNotify } from './sqs/assert-permitted';
import type { Queue } from './sqs/queue';
import { openQueues } from './sqs/read-queues';
import { redrive } from './sqs/redrive';
import { startSqs } from './sqs/sqs-server';
import { startEventBuses } from './start-events';
import { startSts } from './sts/sts-server';

const TTL_SWEEP_SECONDS = 30;

/** What keeps data, with the APIs of STS, SQS and EventBridge beside it. */
export interface Storage {
  readonly dynamodb: RunningDynamoDb;
  readonly stsPort: number;
  readonly sqsPort: number;
  readonly eventsPort: number;
  /** By ARN. */
  readonly queues: ReadonlyMap<string, Queue>;
}

const startS3 = async (
  { config, template, iam, parts }: ServiceContext,
  queues: ReadonlyMap<string, Queue>,
) => {
  const buckets = readBuckets(template);
  for (const { name, notifications } of buckets)
    for (const { queueArn } of notifications) assertMayNotify(template, name, queueArn);
  const server = await startS3Server({
    host: HOST,
    port: config.s3Port,
    dataDir: join(config.dataDir, 's3'),
    buckets,
    iam,
    publish: async (queueArn, event) => {
      const queue = queues.get(queueArn);
      if (!queue) throw new Error(`${queueArn} is not a queue of the template`);
      await queue.send(JSON.stringify(event));
    },
  });
  // Browsers upload to it, so it stops taking requests when the gateways do.
  parts.add('gateways', server);
};

/** Starts the template's tables, queues, event buses and buckets in DATA_DIR. */
export const startStorage = async (context: ServiceContext): Promise<Storage> => {
  const { config, template, iam, parts, redrives, log } = context;
  const dynamodb = await startDynamoDb({
    host: HOST,
    port: config.dynamodbPort,
    template,
    iam,
    folder: join(config.dataDir, 'dynamodb'),
    sweepIntervalSeconds: TTL_SWEEP_SECONDS,
    log,
  });
  parts.add('storage', dynamodb);
  const sts = parts.add('storage', await startSts({ host: HOST, port: 0, iam, log }));
  const queues = openQueues(template, join(config.dataDir, 'sqs'));
  for (const queue of queues.values()) parts.add('storage', { close: async () => queue.close() });
  const sqs = parts.add('storage', await startSqs({ host: HOST, port: 0, iam, queues, log }));
  if (redrives) log(`sqs: ${await redrive(queues)} events of dead-letter queues will be tried again`);
  const eventsPort = await startEventBuses(context, queues);
  await startS3(context, queues);
  return { dynamodb, stsPort: sts.port, sqsPort: sqs.port, eventsPort, queues };
};
