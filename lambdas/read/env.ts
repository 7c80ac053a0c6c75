import * as z from 'zod/mini';
import { baseUrl, nonEmpty, rateLimit, wholeNumber } from '../runtime/env-fields';

/** Exactly the variables of the read function (docs/architecture.md, "Environment of each function"). */
export const envSchema = z.object({
  TABLE_NAME: nonEmpty,
  STAGING_BUCKET: nonEmpty,
  IMAGES_BUCKET: nonEmpty,
  /** Where variant URLs point. */
  DELIVERY_BASE_URL: baseUrl,
  /** The quota that `stats` reports. */
  IMAGES_ALLOWED: wholeNumber,
  /** What one token may ask for. */
  RATE_LIMIT: rateLimit,
});

/** The parsed environment of the read function. */
export type Env = z.infer<typeof envSchema>;
