import type { ImageEvent } from '../image-event';
import { signWebhook } from './sign-webhook';
import type { Webhook } from './webhook';
import { webhookBody } from './webhook-body';

/** One HTTP POST. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The request that tells a destination of an event (contract 9). `webhook-id` is the event's and the same at every
 * attempt; `webhook-timestamp` is the attempt's, so that receivers can refuse what somebody recorded and sends again
 * (Standard Webhooks 1.0.0, "Webhook metadata").
 */
export const webhookRequest = (event: ImageEvent, webhook: Webhook, now: Date): WebhookRequest => {
  const body = JSON.stringify(webhookBody(event, webhook));
  const timestampSeconds = Math.floor(now.getTime() / 1000);
  const { url, secret } = webhook;
  return {
    url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': event.id,
      'webhook-timestamp': String(timestampSeconds),
      ...(secret === undefined
        ? {}
        : {
            'cf-webhook-auth': secret,
            'webhook-signature': signWebhook(secret, { id: event.id, timestampSeconds, body }),
          }),
    },
    body,
  };
};
