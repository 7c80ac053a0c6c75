import * as z from 'zod/mini';
import { baseUrl, nonEmpty, rateLimit, wholeNumber } from '../runtime/env-fields';

/** Exactly the variables of the mint function (docs/architecture.md, "Environment of each function"). */
export const envSchema = z.object({
  TABLE_NAME: nonEmpty,
  STAGING_BUCKET: nonEmpty,
  /** The role whose session signs presigned POSTs; it may only put below `staging/`. */
  UPLOAD_SIGNER_ROLE_ARN: nonEmpty,
  /** Where `uploadURL` points. */
  UPLOAD_BASE_URL: baseUrl,
  /** Largest file a presigned POST accepts, in bytes. */
  MAX_UPLOAD_BYTES: wholeNumber,
  /** How long an upload URL lives when the caller names no expiry, in seconds. */
  DEFAULT_EXPIRY_SECONDS: wholeNumber,
  /** What one token may ask for. */
  RATE_LIMIT: rateLimit,
});

/** The parsed environment of the mint function. */
export type Env = z.infer<typeof envSchema>;
