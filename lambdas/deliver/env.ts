import * as z from 'zod/mini';
import { nonEmpty } from '../runtime/env-fields';

/** Exactly the variables of the deliver function (docs/architecture.md, "Environment of each function"). */
export const envSchema = z.object({
  TABLE_NAME: nonEmpty,
  IMAGES_BUCKET: nonEmpty,
});

/** The parsed environment of the deliver function. */
export type Env = z.infer<typeof envSchema>;
