import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { grantBelowPrefix, grantListing, type RoleHolder } from './object-grants';

/** Props of `ImageBuckets`. */
export interface ImageBucketsProps {
  /** Origins whose pages may send a presigned POST and read its answer. */
  readonly allowedOrigins: readonly string[];
  /** What happens to the buckets when the stack is deleted; `DESTROY` empties them first. */
  readonly removalPolicy: RemovalPolicy.RETAIN | RemovalPolicy.DESTROY;
}

/** Where uploads wait, as `lambdas/core/keys.ts` has it. */
export const STAGING_PREFIX = 'staging/';
/** Where checked originals are kept. */
const IMAGES_PREFIX = 'images/';
/** Where delivery keeps the derivatives it has computed; all of them can be computed again. */
const DERIVED_PREFIX = 'derived/';

/**
 * Two buckets, so that nothing an uploader can write is ever served: `staging` is written by upload URLs,
 * `images` by ingest after its checks.
 */
export class ImageBuckets extends Construct {
  readonly staging: Bucket;
  readonly images: Bucket;

  constructor(scope: Construct, id: string, props: ImageBucketsProps) {
    super(scope, id);
    this.staging = this.createStaging(props);
    this.images = this.createImages(props);
    for (const bucket of [this.staging, this.images])
      Validations.of(bucket).acknowledge({
        id: 'AwsSolutions-S1',
        reason:
          'Access logs would cost a second object for each image and name nobody: all access is by roles of this stack, and API Gateway and CloudFront log the requests behind it.',
      });
  }

  /** The role that signs presigned POSTs, and the upload endpoint's: writes below `staging/` only. */
  grantUpload(holder: RoleHolder): void {
    grantBelowPrefix(holder, this.staging, STAGING_PREFIX, ['PutObject']);
  }

  /** Mint: sees whether an upload waits for an expired draft. */
  grantMint(holder: RoleHolder): void {
    grantListing(holder, this.staging, STAGING_PREFIX);
  }

  /** Ingest: reads and removes staged uploads, sees whether one is there, writes checked ones, removes those that lost a race. */
  grantIngest(holder: RoleHolder): void {
    grantBelowPrefix(holder, this.staging, STAGING_PREFIX, ['GetObject', 'DeleteObject']);
    grantListing(holder, this.staging, STAGING_PREFIX);
    grantBelowPrefix(holder, this.images, IMAGES_PREFIX, ['PutObject', 'DeleteObject']);
    grantListing(holder, this.images, IMAGES_PREFIX);
  }

  /** Create: sees whether an upload waits for an expired draft, writes checked images, removes what it could not publish. */
  grantCreate(holder: RoleHolder): void {
    grantListing(holder, this.staging, STAGING_PREFIX);
    grantBelowPrefix(holder, this.images, IMAGES_PREFIX, ['PutObject', 'DeleteObject']);
    grantListing(holder, this.images, IMAGES_PREFIX);
  }

  /** Read: the original's bytes, and whether an upload waits; listing tells that without giving its bytes. */
  grantRead(holder: RoleHolder): void {
    grantListing(holder, this.staging, STAGING_PREFIX);
    grantBelowPrefix(holder, this.images, IMAGES_PREFIX, ['GetObject']);
  }

  /**
   * Deliver: reads originals, reads and keeps derivatives. Listing makes S3 say "no such key" instead of "access
   * denied" for a derivative that is not there yet; with a condition on the prefix it would not, and keys are hashes.
   */
  grantDeliver(holder: RoleHolder): void {
    grantBelowPrefix(holder, this.images, IMAGES_PREFIX, ['GetObject']);
    grantBelowPrefix(holder, this.images, DERIVED_PREFIX, ['GetObject', 'PutObject']);
    Grant.addToPrincipal({
      grantee: holder,
      actions: ['s3:ListBucket'],
      resourceArns: [this.images.bucketArn],
    });
  }

  /** Manage: sees whether an upload waits, removes everything of an image. */
  grantManage(holder: RoleHolder): void {
    grantListing(holder, this.staging, STAGING_PREFIX);
    grantBelowPrefix(holder, this.staging, STAGING_PREFIX, ['DeleteObject']);
    grantBelowPrefix(holder, this.images, IMAGES_PREFIX, ['DeleteObject']);
    grantBelowPrefix(holder, this.images, DERIVED_PREFIX, ['DeleteObject']);
    grantListing(holder, this.images, IMAGES_PREFIX);
    grantListing(holder, this.images, DERIVED_PREFIX);
  }

  /** Not versioned: a published key holds its content's hash, and staged bytes are worth nothing once checked. */
  private bucketProps(props: ImageBucketsProps): BucketProps {
    return {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: props.removalPolicy,
      autoDeleteObjects: props.removalPolicy === RemovalPolicy.DESTROY,
    };
  }

  private createStaging(props: ImageBucketsProps): Bucket {
    return new Bucket(this, 'Staging', {
      ...this.bucketProps(props),
      lifecycleRules: [
        {
          id: 'abandoned-uploads',
          // Ingest deletes what it has handled; what is left waits for an event that may sit in the dead-letter queue
          // for 14 days, and redriving it must still find the upload.
          expiration: Duration.days(15),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      cors: [
        {
          allowedMethods: [HttpMethods.POST],
          allowedOrigins: [...props.allowedOrigins],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag', 'Location'],
          maxAge: Duration.days(1).toSeconds(),
        },
      ],
    });
  }

  private createImages(props: ImageBucketsProps): Bucket {
    return new Bucket(this, 'Images', {
      ...this.bucketProps(props),
      lifecycleRules: [
        { id: 'derivatives', prefix: DERIVED_PREFIX, expiration: Duration.days(30) },
        { id: 'incomplete-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
  }
}
