import * as z from 'zod/mini';
import type { ImageEvent } from '../core/image-event';
import type { WebhookDelivery } from '../core/webhooks/fan-out';
import { readImageEvent } from './read-image-event';

/** What a message of the queue asks for. */
export type NotifyMessage =
  | { readonly kind: 'event'; readonly event: ImageEvent }
  | { readonly kind: 'delivery'; readonly delivery: WebhookDelivery };

/** What EventBridge puts into a queue (EventBridge user guide, "Event structure"), as far as it is needed. */
const busEvent = z.object({ 'detail-type': z.string(), detail: z.unknown() });

/** What `DeliveryQueue` puts there. */
const delivery = z.object({ webhookId: z.string(), event: z.unknown() });

/**
 * Reads a message's body: an event for all destinations of its account, or one delivery of it.
 * @throws Error for anything else: nobody but the rule and this function may send to the queue, so it is kept for a human
 */
export const readMessage = (body: string): NotifyMessage => {
  const json: unknown = JSON.parse(body);
  const fromBus = z.safeParse(busEvent, json);
  if (fromBus.success) return { kind: 'event', event: readImageEvent(fromBus.data.detail) };
  const { webhookId, event } = z.parse(delivery, json);
  return { kind: 'delivery', delivery: { webhookId, event: readImageEvent(event) } };
};
