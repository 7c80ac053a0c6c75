import { lookup } from 'node:dns/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDocumentClient } from '../adapters/dynamo-client';
import { DynamoWebhookRepository } from '../adapters/dynamo-webhook-repository';
import { HttpWebhookSender } from '../adapters/http-webhook-sender';
import { SqsDeliveryQueue } from '../adapters/sqs-delivery-queue';
import { loadEnv } from '../runtime/load-env';
import { createLogger } from '../runtime/logger';
import { createMetrics } from '../runtime/metrics';
import { createTracer } from '../runtime/tracer';
import { envSchema } from './env';
import { createHandler } from './handler';

const env = loadEnv(envSchema);
const tracer = createTracer();
const table = createDocumentClient(tracer.captureAWSv3Client(new DynamoDBClient()));
// The region's endpoint and not the queue URL's, which are the same in AWS; a local service names another one.
const sqs = tracer.captureAWSv3Client(new SQSClient({ useQueueUrlAsEndpoint: false }));
const deliveries = new SqsDeliveryQueue(sqs, env.QUEUE_URL);

/** The consumer of events and deliveries that sends webhooks, on DynamoDB and SQS. */
export const handler = createHandler({
  webhooks: new DynamoWebhookRepository(table, env.TABLE_NAME),
  deliveries,
  sender: new HttpWebhookSender({
    resolve: (hostname) => lookup(hostname, { all: true }),
    timeoutMilliseconds: 10_000,
    exemptHosts: new Set(env.WEBHOOK_EXEMPT_HOSTS),
  }),
  postpone: (receiptHandle, delaySeconds) => deliveries.postpone(receiptHandle, delaySeconds),
  random: Math.random,
  clock: () => new Date(),
  logger: createLogger(),
  metrics: createMetrics(),
});
