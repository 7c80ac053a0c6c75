import type { UploadRefusal } from '../image';
import type { EventImage, ImageEvent, ImageUploaded, ImageUploadFailed } from '../image-event';
import type { Webhook } from './webhook';

/** The body of a webhook: Cloudflare's documented envelope around `data` of our own (contract 9). */
export interface WebhookBody {
  /** The destination's name. */
  readonly name: string;
  /** A sentence for people. */
  readonly text: string;
  /** Unix seconds of the event. */
  readonly ts: number;
  readonly account_id: string;
  /** There are no policies: every destination gets every image event. The destination's id tells them apart. */
  readonly policy_id: string;
  readonly policy_name: 'images';
  readonly alert_type: 'image_notification';
  /** The event's id. */
  readonly alert_correlation_id: string;
  readonly alert_event: 'ALERT_STATE_EVENT_START';
  readonly data:
    | { readonly event: ImageUploaded['type']; readonly image: EventImage }
    | {
        readonly event: ImageUploadFailed['type'];
        readonly image: EventImage;
        readonly error: UploadRefusal;
      };
}

const sentence = (event: ImageEvent): string =>
  event.type === 'image.uploaded'
    ? `Image ${event.image.id} was uploaded.`
    : `An upload of image ${event.image.id} failed: ${event.error.message}`;

const dataOf = (event: ImageEvent): WebhookBody['data'] =>
  event.type === 'image.uploaded'
    ? { event: event.type, image: event.image }
    : { event: event.type, image: event.image, error: event.error };

/** What a destination is told of an event; the same at every attempt. */
export const webhookBody = (event: ImageEvent, { id, name }: Pick<Webhook, 'id' | 'name'>): WebhookBody => ({
  name,
  text: sentence(event),
  ts: Math.floor(Date.parse(event.time) / 1000),
  account_id: event.accountId,
  policy_id: id,
  policy_name: 'images',
  alert_type: 'image_notification',
  alert_correlation_id: event.id,
  alert_event: 'ALERT_STATE_EVENT_START',
  data: dataOf(event),
});
