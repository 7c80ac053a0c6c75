import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Env } from '../../lambdas/notify/env';
import { type Events, IMAGE_EVENT_SOURCE } from './events';
import { acknowledgeQueueRedrives, createFunctionQueue } from './function-queue';
import type { ImageRecords } from './image-records';
import { type FunctionDefaults, ServiceFunction } from './service-function';

/** Props of `Webhooks`. */
export interface WebhooksProps {
  readonly events: Events;
  readonly records: ImageRecords;
  readonly functionDefaults: FunctionDefaults;
  /** `host:port` pairs that webhooks may be sent to though they have no TLS or no public address. */
  readonly exemptHosts: readonly string[];
  /** Functions at the same time, 2 to 1000; each has a batch of destinations under way. */
  readonly maxConcurrency: number;
}

/** Ten seconds for the slowest destination of a batch, and a margin. */
const TIMEOUT = Duration.seconds(30);
/** As many as `lambdas/core/webhooks/retry-delay.ts` has pauses for; the function itself makes them, a day in all. */
const MAX_ATTEMPTS = 8;
const BATCH_SIZE = 10;

/**
 * Event bus → queue → function, which puts one delivery for each destination into the same queue, and makes those. What
 * is given up stays two weeks in the dead-letter queue, where an alarm sees it.
 */
export class Webhooks extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly function: ServiceFunction<Env>;

  constructor(scope: Construct, id: string, props: WebhooksProps) {
    super(scope, id);
    const queues = createFunctionQueue(this, { functionTimeout: TIMEOUT, maxAttempts: MAX_ATTEMPTS });
    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetterQueue;
    this.addRule(props.events);
    this.function = this.createFunction(props);
    this.consumeQueue(props.maxConcurrency);
    acknowledgeQueueRedrives(this.function);
  }

  /** The whole event as it is; one that cannot be put into the queue in a day goes to where the queue would put it. */
  private addRule({ bus }: Events): void {
    new Rule(this, 'Rule', {
      eventBus: bus,
      description: "Image events to the account's webhooks",
      eventPattern: { source: [IMAGE_EVENT_SOURCE] },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetterQueue })],
    });
  }

  private createFunction({ records, functionDefaults, exemptHosts }: WebhooksProps): ServiceFunction<Env> {
    const notify = new ServiceFunction<Env>(this, 'Function', {
      name: 'notify',
      defaults: functionDefaults,
      timeout: TIMEOUT,
      environment: {
        TABLE_NAME: records.table.tableName,
        QUEUE_URL: this.queue.queueUrl,
        WEBHOOK_EXEMPT_HOSTS: JSON.stringify(exemptHosts),
      },
    });
    records.grantNotify(notify);
    Grant.addToPrincipal({
      grantee: notify,
      actions: ['sqs:SendMessage'],
      resourceArns: [this.queue.queueArn],
    });
    return notify;
  }

  private consumeQueue(maxConcurrency: number): void {
    this.function.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: BATCH_SIZE,
        maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
  }
}
