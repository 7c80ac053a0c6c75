import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from './config';
import { ControlApi } from './constructs/control-api';
import { ControlFunctions } from './constructs/control-functions';
import { Delivery } from './constructs/delivery';
import { ImageBuckets } from './constructs/image-buckets';
import { ImageRecords } from './constructs/image-records';
import { Ingest } from './constructs/ingest';
import { Monitoring } from './constructs/monitoring';
import type { FunctionDefaults } from './constructs/service-function';
import { UploadAuthorizer } from './constructs/upload-authorizer';
import { UploadEndpoint } from './constructs/upload-endpoint';

/** Props of `DirectUploadStack`. */
export interface DirectUploadStackProps extends StackProps {
  readonly config: Config;
}

/** Everything in one stack: wires the constructs to each other and names what a user needs in its outputs. */
export class DirectUploadStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: DirectUploadStackProps) {
    super(scope, id, props);
    const removalPolicy = config.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const functionDefaults: FunctionDefaults = {
      logRetention: config.logRetentionDays,
      logLevel: config.logLevel,
      nativeBundling: config.nativeBundling,
    };
    const records = new ImageRecords(this, 'Records', { removalPolicy });
    const buckets = new ImageBuckets(this, 'Buckets', {
      removalPolicy,
      allowedOrigins: config.allowedOrigins,
    });
    const storage = { records, buckets, functionDefaults };
    const ingest = new Ingest(this, 'Ingest', {
      ...storage,
      maxUploadBytes: config.maxUploadBytes,
      maxConcurrency: config.ingestConcurrency,
    });
    const delivery = new Delivery(this, 'Delivery', {
      ...storage,
      ...config.delivery,
      domain: config.domains.delivery,
    });
    const authorizer = new UploadAuthorizer(this, 'Authorizer', {
      ...storage,
      deliveryBaseUrl: delivery.baseUrl,
      maxUploadBytes: config.maxUploadBytes,
    });
    const upload = new UploadEndpoint(this, 'Upload', {
      buckets,
      authorizer: authorizer.function,
      allowedOrigins: config.allowedOrigins,
      throttle: config.uploadThrottle,
      logRetention: config.logRetentionDays,
      createsLogRole: config.apiGatewayLogRole === 'create',
      domain: config.domains.upload,
    });
    const functions = new ControlFunctions(this, 'Functions', {
      ...storage,
      uploadBaseUrl: upload.baseUrl,
      delivery,
      maxUploadBytes: config.maxUploadBytes,
      defaultExpirySeconds: config.defaultExpirySeconds,
    });
    const control = new ControlApi(this, 'Control', {
      functions: functions.byName,
      throttle: config.controlThrottle,
      logRetention: config.logRetentionDays,
      domain: config.domains.control,
    });
    const monitoring = new Monitoring(this, 'Monitoring', {
      controlApi: control.api,
      uploadApi: upload.api,
      distribution: delivery.distribution,
      functions: {
        ...functions.byName,
        'authorize-upload': authorizer.function,
        ingest: ingest.function.function,
        deliver: delivery.function.function,
      },
      queue: ingest.queue,
      deadLetterQueue: ingest.deadLetterQueue,
      alarmEmail: config.alarmEmail,
    });
    this.addOutputs({
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
      AlarmTopicArn: monitoring.topic.topicArn,
      DashboardUrl: monitoring.dashboardUrl,
    });
  }

  /** Output names are what scripts and the token command look for; those without a value are left out. */
  private addOutputs(values: Readonly<Record<string, string | undefined>>): void {
    for (const [name, value] of Object.entries(values))
      if (value !== undefined) new CfnOutput(this, name, { value });
  }
}
