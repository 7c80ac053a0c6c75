import type { CorsRule } from './cors/cors-rule';

/** Which new objects are announced to which queue. */
export interface BucketNotification {
  /** S3's names, e.g. `s3:ObjectCreated:*` or `s3:ObjectCreated:Post`. */
  readonly events: readonly string[];
  /** Only keys that start so. */
  readonly prefix?: string;
  /** Only keys that end so. */
  readonly suffix?: string;
  readonly queueArn: string;
}

/** A bucket and what is configured on it. */
export interface BucketConfig {
  readonly name: string;
  /** In order; the first rule that matches a request applies. Empty: no CORS at all. */
  readonly cors: readonly CorsRule[];
  readonly notifications: readonly BucketNotification[];
}
