import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Env } from '../../lambdas/ingest/env';
import type { Events } from './events';
import { acknowledgeQueueRedrives, createFunctionQueue } from './function-queue';
import { type ImageBuckets, STAGING_PREFIX } from './image-buckets';
import type { ImageRecords } from './image-records';
import { type FunctionDefaults, ServiceFunction } from './service-function';

/** Props of `Ingest`. */
export interface IngestProps {
  readonly records: ImageRecords;
  readonly buckets: ImageBuckets;
  readonly functionDefaults: FunctionDefaults;
  readonly events: Events;
  /** Where the variant URLs in events point. */
  readonly deliveryBaseUrl: string;
  /** Bytes. */
  readonly maxUploadBytes: number;
  /** Uploads that are checked at the same time, 2 to 1000. */
  readonly maxConcurrency: number;
}

const TIMEOUT = Duration.seconds(60);
/** With five tries an upload has half an hour before it is in the dead-letter queue. The fourth refuses what killed three. */
const MAX_TRIES = 5;

/**
 * Staging bucket → queue → function. S3 retries nothing once it has handed over an event; the queue keeps it through
 * failures, and what fails for good stays two weeks in the dead-letter queue, where an alarm sees it.
 */
export class Ingest extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly function: ServiceFunction<Env>;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const queues = createFunctionQueue(this, { functionTimeout: TIMEOUT, maxAttempts: MAX_TRIES });
    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetterQueue;
    this.notifyQueue(props.buckets);
    this.function = this.createFunction(props);
    this.consumeQueue(props.maxConcurrency);
    acknowledgeQueueRedrives(this.function);
  }

  /**
   * S3 may send only after the queue's policy is there, and checks that when the bucket is made. The bucket's own
   * property is used because `addEventNotification` would deploy a function just to set it. The policy names the
   * account and not the bucket, which could not depend on a policy that names it.
   */
  private notifyQueue({ staging }: ImageBuckets): void {
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    const bucket = staging.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          queue: this.queue.queueArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: STAGING_PREFIX }] } },
        },
      ],
    };
    const policy = this.queue.node.findChild('Policy');
    bucket.node.addDependency(policy);
  }

  private createFunction(props: IngestProps): ServiceFunction<Env> {
    const { records, buckets, events } = props;
    const ingest = new ServiceFunction<Env>(this, 'Function', {
      name: 'ingest',
      defaults: props.functionDefaults,
      // The worst file of 100 megapixels needs about 0.9 GB (docs/ingest.md); the rest buys more than one core, which
      // halves the time it takes.
      memorySize: 2048,
      timeout: TIMEOUT,
      native: ['sharp', 'libheif-js'],
      environment: {
        TABLE_NAME: records.table.tableName,
        STAGING_BUCKET: buckets.staging.bucketName,
        IMAGES_BUCKET: buckets.images.bucketName,
        EVENT_BUS_NAME: events.bus.eventBusName,
        DELIVERY_BASE_URL: props.deliveryBaseUrl,
        MAX_UPLOAD_BYTES: String(props.maxUploadBytes),
      },
    });
    records.grantIngest(ingest);
    buckets.grantIngest(ingest);
    events.grantPublish(ingest);
    return ingest;
  }

  /**
   * One event at a time: a file may take most of the memory and of the timeout, and an invocation is cheap beside a
   * decode. Failures are reported by item all the same, so that a larger batch is a change of one number.
   */
  private consumeQueue(maxConcurrency: number): void {
    this.function.function.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 1, maxConcurrency, reportBatchItemFailures: true }),
    );
  }
}
