import { Duration, Lazy } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ControlFunction } from '../../lambdas/http/routes';
import type { Env as ManageEnv } from '../../lambdas/manage/env';
import type { Env as MintEnv } from '../../lambdas/mint/env';
import type { Env as ReadEnv } from '../../lambdas/read/env';
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
}

/** The functions behind the control API: one for each set of permissions, not one for each route. */
export class ControlFunctions extends Construct {
  readonly byName: Readonly<Record<ControlFunction, IFunction>>;

  constructor(scope: Construct, id: string, props: ControlFunctionsProps) {
    super(scope, id);
    this.byName = {
      mint: this.createMint(props).function,
      read: this.createRead(props).function,
      manage: this.createManage(props).function,
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
      },
    });
    const signer = new UploadSigner(this, 'UploadSigner', { signedFor: mint.role });
    buckets.grantUpload(signer);
    records.grantMint(mint);
    return mint;
  }

  private createRead(props: ControlFunctionsProps): ServiceFunction<ReadEnv> {
    const { records, buckets } = props;
    const read = new ServiceFunction<ReadEnv>(this, 'Read', {
      name: 'read',
      defaults: props.functionDefaults,
      environment: {
        TABLE_NAME: records.table.tableName,
        STAGING_BUCKET: buckets.staging.bucketName,
        IMAGES_BUCKET: buckets.images.bucketName,
        DELIVERY_BASE_URL: props.delivery.baseUrl,
        IMAGES_ALLOWED: String(props.imagesAllowed),
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
      timeout: Duration.seconds(29),
      environment: {
        TABLE_NAME: records.table.tableName,
        STAGING_BUCKET: buckets.staging.bucketName,
        IMAGES_BUCKET: buckets.images.bucketName,
        DELIVERY_BASE_URL: props.delivery.baseUrl,
        DELIVERY_DISTRIBUTION_ID: props.delivery.distribution.distributionId,
      },
    });
    props.delivery.grantPurge(manage);
    records.grantManage(manage);
    buckets.grantManage(manage);
    return manage;
  }
}
