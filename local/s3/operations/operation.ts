import type { Caller } from '../auth/caller';
import type { Permissions } from '../auth/permissions';
import type { BucketConfig } from '../bucket-config';
import type { EventNotifier } from '../events/event-notifier';
import type { S3Request } from '../http/s3-request';
import type { S3Response } from '../http/s3-response';
import type { ObjectStore } from '../store/object-store';

/** What every operation works with. */
export interface OperationContext {
  readonly request: S3Request;
  /** The bucket of the path; it exists. */
  readonly bucket: BucketConfig;
  readonly store: ObjectStore;
  readonly notifier: EventNotifier;
  /** Whether there is a bucket of this name; a copy may name another one. */
  readonly bucketExists: (name: string) => boolean;
  /** What the holder of an access key may do in a bucket. */
  readonly permissionsOf: (accessKeyId: string, bucket: string) => Permissions;
}

/** The context of a request whose signature is good. */
export interface SignedContext extends OperationContext {
  readonly caller: Caller;
  /** The caller's, in `bucket`. */
  readonly permissions: Permissions;
}

/** One S3 operation. @throws S3Error for every refusal. */
export type SignedOperation = (context: SignedContext) => Promise<S3Response>;
