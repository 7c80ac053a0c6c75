import { Duration, Lazy } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Env as CreateEnv } from '../../lambdas/create/env';
import type { ControlFunction } from '../../lambdas/http/routes';
import type { Env as ManageEnv } from '../../lambdas/manage/env';
import type { Env as MintEnv } from '../../lambdas/mint/env';
import type { Env as ReadEnv } from '../../lambdas/read/env';
import type { Config } from '../config';
import type { Delivery } from './delivery';
import type { ImageBuckets } from './image-buckets';
import type { ImageRecords } from './image-records';
import { type FunctionDefaults, ServiceFunction } from './service-function';
import { UploadSigner } from './upload-signer';

/** Props of `ControlFunctions`. */
export interface ControlFunctionsProps {
  readonly records: ImageRecords;
  readonly buckets: ImageBuckets;
  readonly functionDefaults: FunctionDefaults;
  readonly uploadBaseUrl: string;
  readonly delivery: Delivery;
  /** Bytes. */
  readonly maxUploadBytes: number;
  readonly defaultExpirySeconds: number;
  /** The quota that `stats` reports. */
  readonly imagesAllowed: number;
  /** `host:port` pairs that images may be fetched from though their addresses are not public. */
  readonly fetchExemptHosts: readonly string[];
  /** `host:port` pairs that webhooks may be sent to though they have no TLS or no public address. */
  readonly webhookExemptHosts: readonly string[];
  /** What one token may ask for. @default no limit */
  readonly rateLimit: Config['rateLimit'];
}

/** As long as API Gateway waits for an answer. */
const GATEWAY_TIMEOUT = Duration.seconds(29);

/** As `lambdas/runtime/env-fields.ts` reads it. */
const rateLimitText = (limit: Config['rateLimit']): string =>
  limit ? `${limit.requests}/${limit.windowSeconds}` : 'none';

/** The functions behind the control API: one for each set of permissions, not one for each route. */
export class ControlFunctions extends Construct {
  readonly byName: Readonly<Record<ControlFunction, IFunction>>;

  constructor(scope: Construct, id: string, props: ControlFunctionsProps) {
    super(scope, id);
    const functions = {
      mint: this.createMint(props),
      create: this.createCreate(props),
      read: this.createRead(props),
      manage: this.createManage(props),
    };
    if (props.rateLimit) for (const each of Object.values(functions)) props.records.grantRateLimit(each);
    this.byName = {
      mint: functions.mint.function,
      create: functions.create.function,
      read: functions.read.function,
      manage: functions.manage.function,
    };
  }

  private createMint(props: ControlFunctionsProps): ServiceFunction<MintEnv> {
    const { records, buckets } = props;
    const signerArn = Lazy.string({ produce: () => signer.role.roleArn });
    const mint = new ServiceFunction<MintEnv>(this, 'Mint', {
      name: 'mint',
      defaults: props.functionDefaults,
      // The most called function: a whole core's share makes a cold start short and costs less than the wait.
      memorySize: 1024,
      environment: {
        TABLE_NAME: records.table.tableName,
        STAGING_BUCKET: buckets.staging.bucketName,
        UPLOAD_SIGNER_ROLE_ARN: signerArn,
        UPLOAD_BASE_URL: props.uploadBaseUrl,
        MAX_UPLOAD_BYTES: String(props.maxUploadBytes),
        DEFAULT_EXPIRY_SECONDS: String(props.defaultExpirySeconds),
        RATE_LIMIT: rateLimitText(props.rateLimit),
      },
    });
    const signer = new UploadSigner(this, 'UploadSigner', { signedFor: mint.role });
    buckets.grantUpload(signer);
    records.grantMint(mint);
    buckets.grantMint(mint);
    return mint;
  }

  private createCreate(props: ControlFunctionsProps): ServiceFunction<CreateEnv> {
    const { records, buckets } = props;
    const create = new ServiceFunction<CreateEnv>(this, 'Create', {
      name: 'create',
      defaults: props.functionDefaults,
      // It decodes what ingest decodes.
      memorySize: 2048,
      timeout: GATEWAY_TIMEOUT,
      native: ['sharp', 'libheif-js'],
      environment: {
        TABLE_NAME: records.table.tableName,
        STAGING_BUCKET: buckets.staging.bucketName,
        IMAGES_BUCKET: buckets.images.bucketName,
        DELIVERY_BASE_URL: props.delivery.baseUrl,
        MAX_UPLOAD_BYTES: String(props.maxUploadBytes),
        FETCH_EXEMPT_HOSTS: JSON.stringify(props.fetchExemptHosts),
        RATE_LIMIT: rateLimitText(props.rateLimit),
      },
    });
    records.grantCreate(create);
    buckets.grantCreate(create);
    return create;
  }

  private createRead(props: ControlFunctionsProps): ServiceFunction<ReadEnv> {
    const { records, buckets } = props;
    const read = new ServiceFunction<ReadEnv>(this, 'Read', {
      name: 'read',
      defaults: props.functionDefaults,
      // Lists take many queries, one after the other; they wait more than they compute.
      timeout: GATEWAY_TIMEOUT,
      environment: {
        TABLE_NAME: records.table.tableName,
        STAGING_BUCKET: buckets.staging.bucketName,
        IMAGES_BUCKET: buckets.images.bucketName,
        DELIVERY_BASE_URL: props.delivery.baseUrl,
        IMAGES_ALLOWED: String(props.imagesAllowed),
        RATE_LIMIT: rateLimitText(props.rateLimit),
      },
    });
    records.grantRead(read);
    buckets.grantRead(read);
    return read;
  }

  private createManage(props: ControlFunctionsProps): ServiceFunction<ManageEnv> {
    const { records, buckets } = props;
    const manage = new ServiceFunction<ManageEnv>(this, 'Manage', {
      name: 'manage',
      defaults: props.functionDefaults,
      timeout: GATEWAY_TIMEOUT,
      environment: {
        TABLE_NAME: records.table.tableName,
        STAGING_BUCKET: buckets.staging.bucketName,
        IMAGES_BUCKET: buckets.images.bucketName,
        DELIVERY_BASE_URL: props.delivery.baseUrl,
        DELIVERY_DISTRIBUTION_ID: props.delivery.distribution.distributionId,
        WEBHOOK_EXEMPT_HOSTS: JSON.stringify(props.webhookExemptHosts),
        RATE_LIMIT: rateLimitText(props.rateLimit),
      },
    });
    props.delivery.grantPurge(manage);
    records.grantManage(manage);
    buckets.grantManage(manage);
    return manage;
  }
}
