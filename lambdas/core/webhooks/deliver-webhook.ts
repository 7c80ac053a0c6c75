import { accountHash } from '../account';
import type { Clock } from '../ports';
import type { WebhookDelivery } from './fan-out';
import type { WebhookRepository } from './webhook';
import { type WebhookRequest, webhookRequest } from './webhook-request';

/** The destination gave no answer; the message says why, without its URL. */
export class WebhookUnanswered extends Error {
  override readonly name = 'WebhookUnanswered';
}

/** Sends webhooks. */
export interface WebhookSender {
  /** The status of the answer; redirects are answers. @throws WebhookUnanswered */
  send(request: WebhookRequest): Promise<number>;
}

/** What `deliverWebhook` needs. */
export interface DeliverWebhookDeps {
  readonly webhooks: Pick<WebhookRepository, 'list' | 'recordAttempt'>;
  readonly sender: WebhookSender;
  readonly clock: Clock;
  /** Hears why the end of an attempt could not be kept; what was delivered must not be sent again for that. */
  readonly onUnrecorded: (error: unknown) => void;
}

/** What became of an attempt. `failed` is tried again; `host` is where it went. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly host: string; readonly status: number }
  | { readonly kind: 'gone'; readonly host: string }
  | { readonly kind: 'failed'; readonly host: string; readonly reason: string }
  | { readonly kind: 'deleted' };

const GONE = 410;

const attempt = async (request: WebhookRequest, sender: WebhookSender): Promise<DeliveryOutcome> => {
  const { host } = new URL(request.url);
  try {
    const status = await sender.send(request);
    if (status >= 200 && status <= 299) return { kind: 'delivered', host, status };
    return status === GONE ? { kind: 'gone', host } : { kind: 'failed', host, reason: `answered ${status}` };
  } catch (error) {
    if (error instanceof WebhookUnanswered) return { kind: 'failed', host, reason: error.message };
    throw error;
  }
};

/**
 * Tells one destination of an event, as the destination is now: one that was deleted is told nothing any more. A
 * destination that answers 410 does not want this event; it stays, since only its account can say that it should go.
 * @throws whatever a port throws; every step can be repeated
 */
export const deliverWebhook = async (
  { webhookId, event }: WebhookDelivery,
  deps: DeliverWebhookDeps,
): Promise<DeliveryOutcome> => {
  const hash = accountHash(event.accountId);
  const webhook = (await deps.webhooks.list(hash)).find(({ id }) => id === webhookId);
  if (!webhook) return { kind: 'deleted' };
  const at = deps.clock();
  const outcome = await attempt(webhookRequest(event, webhook, at), deps.sender);
  try {
    await deps.webhooks.recordAttempt(hash, webhookId, { succeeded: outcome.kind === 'delivered', at });
  } catch (error) {
    deps.onUnrecorded(error);
  }
  return outcome;
};
