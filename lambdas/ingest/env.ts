import * as z from 'zod';

const decimalBytes = z
  .string()
  .regex(/^[1-9]\d{0,11}$/, 'must be a positive number of bytes in decimal digits')
  .transform(Number);

/** Exactly the variables of the ingest function (docs/architecture.md, "Environment of each function"). */
export const envSchema = z.object({
  TABLE_NAME: z.string().min(1),
  STAGING_BUCKET: z.string().min(1),
  IMAGES_BUCKET: z.string().min(1),
  /** Largest file that is published, in bytes; a multipart body around it may be a little larger. */
  MAX_UPLOAD_BYTES: decimalBytes,
});

/** The parsed environment of the ingest function. */
export type Env = z.infer<typeof envSchema>;
