import * as z from 'zod/mini';
import { baseUrl, flag, nonEmpty, wholeNumber } from '../runtime/env-fields';

/** Exactly the variables of the upload authorizer (docs/architecture.md, "Environment of each function"). */
export const envSchema = z.object({
  TABLE_NAME: nonEmpty,
  /** Where the variant URLs of the answered image point. */
  DELIVERY_BASE_URL: baseUrl,
  /** Largest request body the REST API passes to S3, in bytes. */
  MAX_REQUEST_BYTES: wholeNumber,
  /** Whether the answer to an upload has the metadata. */
  UPLOADER_SEES_META: flag,
});

/** The parsed environment of the upload authorizer. */
export type Env = z.infer<typeof envSchema>;
