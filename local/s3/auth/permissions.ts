import type { Iam } from '../../iam/iam';
import { accessDenied, noSuchKey, type S3Error } from '../s3-error';

/** The S3 actions that this server's operations need. */
export type S3Action = 's3:DeleteObject' | 's3:GetObject' | 's3:ListBucket' | 's3:PutObject';

/** What one caller may do in one bucket. */
export class Permissions {
  constructor(
    private readonly iam: Pick<Iam, 'isAllowed'>,
    private readonly accessKeyId: string,
    private readonly bucket: string,
  ) {}

  /** True when the caller may do this to the object, or without `key` to the bucket. */
  allows(action: S3Action, key?: string, context?: Readonly<Record<string, string>>): boolean {
    return this.iam.isAllowed(this.accessKeyId, action, this.#arn(key), context);
  }

  /** @throws S3Error `AccessDenied`, naming the action and the resource. */
  require(action: S3Action, key?: string, context?: Readonly<Record<string, string>>): void {
    if (this.allows(action, key, context)) return;
    throw accessDenied(
      `User: ${this.accessKeyId} is not authorized to perform: ${action} on resource: "${this.#arn(key)}"`,
    );
  }

  /** Only who may list a bucket learns that a key is missing (404); others get 403, as from S3. */
  missing(key: string): S3Error {
    return this.allows('s3:ListBucket') ? noSuchKey(key) : accessDenied();
  }

  #arn(key: string | undefined): string {
    return key === undefined ? `arn:aws:s3:::${this.bucket}` : `arn:aws:s3:::${this.bucket}/${key}`;
  }
}
