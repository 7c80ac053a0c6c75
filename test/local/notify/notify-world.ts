import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { DynamoWebhookRepository } from '../../../lambdas/adapters/dynamo-webhook-repository';
import { HttpWebhookSender } from '../../../lambdas/adapters/http-webhook-sender';
import { SqsDeliveryQueue } from '../../../lambdas/adapters/sqs-delivery-queue';
import { accountHash } from '../../../lambdas/core/account';
import type { ImageEvent } from '../../../lambdas/core/image-event';
import { createHandler } from '../../../lambdas/notify/handler';
import type { RunningServer } from '../../../local/gateway/start-server';
import type { Iam } from '../../../local/iam/iam';
import { EventSource } from '../../../local/sqs/event-source';
import type { Queue } from '../../../local/sqs/queue';
import { startSqs } from '../../../local/sqs/sqs-server';
import type { DynaliteServer } from '../../support/dynalite/dynalite-table';
import { ACCOUNT } from '../../support/image-fixtures';
import { RecordingLogger } from '../../support/in-memory/recording-logger';
import { poll } from '../../support/poll';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhooks';
import { DLQ_ARN, QUEUE_ARN, TestQueues } from '../sqs/queues';

/** The account whose destinations are added. */
export const HASH = accountHash(ACCOUNT);
/** The secret of all of them. */
export const SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
/** Attempts until a message is given up. */
export const MAX_RECEIVE_COUNT = 3;

/** Everything between the rule of the bus and a destination: table, queue, its API and the function. */
export class NotifyWorld {
  readonly logger = new RecordingLogger();
  readonly #closing: (() => Promise<void>)[] = [];

  private constructor(
    readonly webhooks: DynamoWebhookRepository,
    readonly queue: Queue,
    readonly dead: Queue,
  ) {}

  /** With a table of its own. */
  static async start(dynalite: DynaliteServer): Promise<NotifyWorld> {
    const { client, tableName } = await dynalite.createTable();
    const queues = new TestQueues();
    queues.now = undefined;
    const { queue, dead } = queues.open({
      redrive: { deadLetterArn: DLQ_ARN, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
    const world = new NotifyWorld(new DynamoWebhookRepository(client, tableName), queue, dead);
    const iam: Pick<Iam, 'credentialsOf' | 'isAllowed'> = {
      credentialsOf: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
      isAllowed: () => true,
    };
    const sqs = await startSqs({
      host: '127.0.0.1',
      port: 0,
      iam,
      queues: new Map([[QUEUE_ARN, queue]]),
      log: () => undefined,
    });
    world.#run(sqs);
    world.#closing.push(
      () => sqs.close(),
      async () => {
        queue.close();
        queues.remove();
      },
    );
    return world;
  }

  #run(sqs: RunningServer): void {
    const client = new SQSClient({
      endpoint: `http://127.0.0.1:${sqs.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const deliveries = new SqsDeliveryQueue(
      client,
      'https://sqs.us-east-1.amazonaws.com/000000000000/Uploads',
    );
    const handler = createHandler({
      webhooks: this.webhooks,
      deliveries,
      sender: {
        // Destinations are told apart by name, whatever free port they have.
        send: (request) =>
          new HttpWebhookSender({
            resolve: async () => [{ address: '127.0.0.1', family: 4 }],
            timeoutMilliseconds: 60_000,
            exemptHosts: new Set([new URL(request.url).host]),
          }).send(request),
      },
      postpone: (receiptHandle, delaySeconds) => deliveries.postpone(receiptHandle, delaySeconds),
      random: Math.random,
      clock: () => new Date(),
      logger: this.logger,
      metrics: { addMetric: () => undefined, publishStoredMetrics: () => undefined },
    });
    const target = {
      name: 'notify',
      invoke: (event: unknown) => handler(event as SQSEvent, { awsRequestId: 'req-1' } as Context),
      invokeStream: () => Promise.reject(new Error('not used')),
    };
    const source = new EventSource(this.queue, target, {
      batchSize: 10,
      batchingWindowSeconds: 0,
      reportsBatchItemFailures: true,
      maxConcurrency: 2,
      maxRetryDelaySeconds: 0.05,
    });
    source.start();
    this.#closing.push(() => source.stop());
  }

  /** A destination that answers `statuses` one after the other, and 200 afterwards. */
  async destination(id: string, statuses: readonly number[] = []): Promise<WebhookReceiver> {
    const left = [...statuses];
    const receiver = await startWebhookReceiver([0], (response) =>
      response.writeHead(left.shift() ?? 200).end(),
    );
    this.#closing.push(() => receiver.close());
    const url = receiver.url.replace('127.0.0.1', `${id}.example`);
    await this.webhooks.add(HASH, {
      id,
      name: id,
      url,
      secret: SECRET,
      createdAt: '2026-03-01T00:00:00.000Z',
    });
    return receiver;
  }

  /** What the rule does when the bus gets an event. */
  async happen(event: ImageEvent): Promise<void> {
    const envelope = {
      version: '0',
      source: 'direct-upload.images',
      'detail-type': event.type,
      detail: event,
    };
    await this.queue.send(JSON.stringify(envelope));
  }

  /** Waits until nothing is left to be tried. @throws Error when that does not happen */
  async settled(): Promise<void> {
    await poll(
      () => this.queue.depth,
      (depth) => depth === 0,
      () => JSON.stringify(this.logger.lines),
    );
  }

  async close(): Promise<void> {
    for (const close of this.#closing) await close();
  }
}
