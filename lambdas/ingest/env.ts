import * as z from 'zod/mini';
import { baseUrl, nonEmpty, wholeNumber } from '../runtime/env-fields';

/** Exactly the variables of the ingest function (docs/architecture.md, "Environment of each function"). */
export const envSchema = z.object({
  TABLE_NAME: nonEmpty,
  STAGING_BUCKET: nonEmpty,
  IMAGES_BUCKET: nonEmpty,
  EVENT_BUS_NAME: nonEmpty,
  /** Where the variant URLs in events point. */
  DELIVERY_BASE_URL: baseUrl,
  /** Largest file that is published, in bytes; a multipart body around it may be a little larger. */
  MAX_UPLOAD_BYTES: wholeNumber,
});

/** The parsed environment of the ingest function. */
export type Env = z.infer<typeof envSchema>;
