import * as z from 'zod/mini';
import { baseUrl, hostList, nonEmpty, rateLimit, wholeNumber } from '../runtime/env-fields';

/** Exactly the variables of the create function (docs/architecture.md, "Environment of each function"). */
export const envSchema = z.object({
  TABLE_NAME: nonEmpty,
  STAGING_BUCKET: nonEmpty,
  IMAGES_BUCKET: nonEmpty,
  /** Where variant URLs point. */
  DELIVERY_BASE_URL: baseUrl,
  /** Largest file that is published, in bytes. */
  MAX_UPLOAD_BYTES: wholeNumber,
  /** `host:port` pairs that may be fetched from though their addresses are not public. */
  FETCH_EXEMPT_HOSTS: hostList,
  /** What one token may ask for. */
  RATE_LIMIT: rateLimit,
});

/** The parsed environment of the create function. */
export type Env = z.infer<typeof envSchema>;
