import * as z from 'zod/mini';
import { hostList, nonEmpty } from '../runtime/env-fields';

/** Exactly the variables of the notify function (docs/architecture.md, "Environment of each function"). */
export const envSchema = z.object({
  TABLE_NAME: nonEmpty,
  /** The queue that it takes messages from and sends deliveries to. */
  QUEUE_URL: nonEmpty,
  /** `host:port` pairs that webhooks may be sent to though they have no TLS or no public address. */
  WEBHOOK_EXEMPT_HOSTS: hostList,
});

/** The parsed environment of the notify function. */
export type Env = z.infer<typeof envSchema>;
