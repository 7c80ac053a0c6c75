import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from './config';
import { ApiLogRole } from './constructs/api-log-role';
import { ControlApi } from './constructs/control-api';
import { ControlFunctions } from './constructs/control-functions';
import { Delivery } from './constructs/delivery';
import { Events } from './constructs/events';
import { ImageBuckets } from './constructs/image-buckets';
import { ImageRecords } from './constructs/image-records';
import { Ingest } from './constructs/ingest';
import { Monitoring } from './constructs/monitoring';
import type { FunctionDefaults } from './constructs/service-function';
import { UploadAuthorizer } from './constructs/upload-authorizer';
import { UploadEndpoint } from './constructs/upload-endpoint';
import { Webhooks } from './constructs/webhooks';

/** Props of `DirectUploadStack`. */
export interface DirectUploadStackProps extends StackProps {
  readonly config: Config;
}

/** What nearly every construct is given. */
interface Shared {
  readonly config: Config;
  readonly records: ImageRecords;
  readonly buckets: ImageBuckets;
  readonly functionDefaults: FunctionDefaults;
  readonly logRole: ApiLogRole | undefined;
  /** Bytes. */
  readonly maxUploadBytes: number;
}

/** The parts that take requests and events. */
interface Parts {
  readonly events: Events;
  readonly ingest: Ingest;
  readonly delivery: Delivery;
  readonly authorizer: UploadAuthorizer;
  readonly upload: UploadEndpoint;
  readonly functions: ControlFunctions;
  readonly control: ControlApi;
  readonly webhooks: Webhooks;
}

/** Everything in one stack: wires the constructs to each other and names what a user needs in its outputs. */
export class DirectUploadStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: DirectUploadStackProps) {
    super(scope, id, props);
    const shared = this.createStorage(config);
    const events = new Events(this, 'Events');
    const delivery = new Delivery(this, 'Delivery', {
      ...shared,
      ...config.delivery,
      domain: config.domains.delivery,
    });
    const ingest = new Ingest(this, 'Ingest', {
      ...shared,
      events,
      deliveryBaseUrl: delivery.baseUrl,
      maxConcurrency: config.ingestConcurrency,
    });
    const authorizer = new UploadAuthorizer(this, 'Authorizer', {
      ...shared,
      deliveryBaseUrl: delivery.baseUrl,
      uploaderSeesMeta: config.uploaderSeesMeta,
    });
    const upload = this.createUploadEndpoint(shared, authorizer);
    const { functions, control } = this.createControl(shared, upload, delivery);
    const webhooks = new Webhooks(this, 'Webhooks', {
      ...shared,
      events,
      exemptHosts: config.webhookExemptHosts,
      maxConcurrency: config.webhookConcurrency,
    });
    const parts = { events, ingest, delivery, authorizer, upload, functions, control, webhooks };
    this.addOutputs(shared, parts, this.createMonitoring(parts, config.alarmEmail));
  }

  private createStorage(config: Config): Shared {
    const removalPolicy = config.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    return {
      config,
      records: new ImageRecords(this, 'Records', { removalPolicy }),
      buckets: new ImageBuckets(this, 'Buckets', { removalPolicy, allowedOrigins: config.allowedOrigins }),
      functionDefaults: {
        logRetention: config.logRetentionDays,
        logLevel: config.logLevel,
        nativeBundling: config.nativeBundling,
      },
      logRole: config.apiGatewayLogRole === 'create' ? new ApiLogRole(this, 'ApiLogs') : undefined,
      maxUploadBytes: config.maxUploadBytes,
    };
  }

  private createUploadEndpoint(
    { config, buckets, logRole }: Shared,
    authorizer: UploadAuthorizer,
  ): UploadEndpoint {
    return new UploadEndpoint(this, 'Upload', {
      buckets,
      authorizer: authorizer.function,
      allowedOrigins: config.allowedOrigins,
      throttle: config.uploadThrottle,
      logRetention: config.logRetentionDays,
      logRole,
      domain: config.domains.upload,
    });
  }

  private createControl(
    shared: Shared,
    upload: UploadEndpoint,
    delivery: Delivery,
  ): Pick<Parts, 'functions' | 'control'> {
    const { config } = shared;
    const functions = new ControlFunctions(this, 'Functions', {
      ...shared,
      uploadBaseUrl: upload.baseUrl,
      delivery,
      defaultExpirySeconds: config.defaultExpirySeconds,
      imagesAllowed: config.imagesAllowed,
      fetchExemptHosts: config.fetchExemptHosts,
      webhookExemptHosts: config.webhookExemptHosts,
      rateLimit: config.rateLimit,
    });
    const control = new ControlApi(this, 'Control', {
      functions: functions.byName,
      throttle: config.controlThrottle,
      logRetention: config.logRetentionDays,
      logRole: shared.logRole,
      domain: config.domains.control,
    });
    return { functions, control };
  }

  private createMonitoring(parts: Parts, alarmEmail: string | undefined): Monitoring {
    const { ingest, delivery, webhooks } = parts;
    return new Monitoring(this, 'Monitoring', {
      control: parts.control,
      uploadApi: parts.upload.api,
      distribution: delivery.distribution,
      functions: {
        ...parts.functions.byName,
        'authorize-upload': parts.authorizer.function,
        ingest: ingest.function.function,
        deliver: delivery.function.function,
        notify: webhooks.function.function,
      },
      queue: ingest.queue,
      deadLetterQueue: ingest.deadLetterQueue,
      webhooks,
      alarmEmail,
    });
  }

  /** Output names are what scripts and the token command look for; those without a value are left out. */
  private addOutputs({ config, records, buckets }: Shared, parts: Parts, monitoring: Monitoring): void {
    const { control, upload, delivery, ingest, events, webhooks } = parts;
    const values: Readonly<Record<string, string | undefined>> = {
      ControlBaseUrl: control.baseUrl,
      UploadBaseUrl: upload.baseUrl,
      DeliveryBaseUrl: delivery.baseUrl,
      ControlDomainTarget: control.domainTarget,
      UploadDomainTarget: upload.domainTarget,
      DeliveryDomainTarget: config.domains.delivery && delivery.distribution.distributionDomainName,
      TableName: records.table.tableName,
      StagingBucketName: buckets.staging.bucketName,
      ImagesBucketName: buckets.images.bucketName,
      IngestQueueUrl: ingest.queue.queueUrl,
      DeadLetterQueueUrl: ingest.deadLetterQueue.queueUrl,
      WebhookQueueUrl: webhooks.queue.queueUrl,
      WebhookDeadLetterQueueUrl: webhooks.deadLetterQueue.queueUrl,
      EventBusName: events.bus.eventBusName,
      EventBusArn: events.bus.eventBusArn,
      AlarmTopicArn: monitoring.topic.topicArn,
      DashboardUrl: monitoring.dashboardUrl,
    };
    for (const [name, value] of Object.entries(values))
      if (value !== undefined) new CfnOutput(this, name, { value });
  }
}
