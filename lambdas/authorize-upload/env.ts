import * as z from 'zod';

const decimalBytes = z
  .string()
  .regex(/^[1-9]\d{0,11}$/, 'must be a positive number of bytes in decimal digits')
  .transform(Number);

/** Exactly the variables of the upload authorizer (docs/architecture.md, "Environment of each function"). */
export const envSchema = z.object({
  TABLE_NAME: z.string().min(1),
  /** Where variant URLs of the answered image point; no trailing slash. */
  DELIVERY_BASE_URL: z.url().refine((url) => !url.endsWith('/'), 'must have no trailing slash'),
  /** Largest request body the REST API passes to S3, in bytes. */
  MAX_REQUEST_BYTES: decimalBytes,
});

/** The parsed environment of the upload authorizer. */
export type Env = z.infer<typeof envSchema>;
