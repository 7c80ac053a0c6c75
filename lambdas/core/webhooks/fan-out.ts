import { accountHash } from '../account';
import type { ImageEvent } from '../image-event';
import type { WebhookRepository } from './webhook';

/** An event on its way to one destination. */
export interface WebhookDelivery {
  readonly webhookId: string;
  readonly event: ImageEvent;
}

/** Where deliveries wait until one of them succeeds. */
export interface DeliveryQueue {
  /** Resolves when it is kept for good. */
  send(delivery: WebhookDelivery): Promise<void>;
}

/** What `fanOut` needs. */
export interface FanOutDeps {
  readonly webhooks: Pick<WebhookRepository, 'list'>;
  readonly deliveries: DeliveryQueue;
}

/**
 * Makes one delivery of an event for each destination of its account, so that a destination that does not answer holds
 * up and repeats no other's. Returns how many. Repeated whole when it fails: some may then be made twice.
 */
export const fanOut = async (event: ImageEvent, { webhooks, deliveries }: FanOutDeps): Promise<number> => {
  const destinations = await webhooks.list(accountHash(event.accountId));
  await Promise.all(destinations.map(({ id }) => deliveries.send({ webhookId: id, event })));
  return destinations.length;
};
