import * as z from 'zod/mini';
import { baseUrl, hostList, nonEmpty, rateLimit } from '../runtime/env-fields';

/** Exactly the variables of the manage function (docs/architecture.md, "Environment of each function"). */
export const envSchema = z.object({
  TABLE_NAME: nonEmpty,
  STAGING_BUCKET: nonEmpty,
  IMAGES_BUCKET: nonEmpty,
  /** Where variant URLs point. */
  DELIVERY_BASE_URL: baseUrl,
  /** The CloudFront distribution whose cached answers are dropped after a change. */
  DELIVERY_DISTRIBUTION_ID: nonEmpty,
  /** `host:port` pairs that webhooks may be sent to though they have no TLS or no public address. */
  WEBHOOK_EXEMPT_HOSTS: hostList,
  /** What one token may ask for. */
  RATE_LIMIT: rateLimit,
});

/** The parsed environment of the manage function. */
export type Env = z.infer<typeof envSchema>;
