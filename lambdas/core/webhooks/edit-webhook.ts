import { accountHash } from '../account';
import { resourceNotFound } from '../errors';
import { assertWebhookUrl } from './assert-webhook-url';
import type { CreateWebhookDeps } from './create-webhook';
import type { WebhookChange, WebhookRepository } from './webhook';

/** What `editWebhook` needs. */
export interface EditWebhookDeps extends Pick<CreateWebhookDeps, 'webhookHosts'> {
  readonly webhooks: Pick<WebhookRepository, 'change'>;
}

/**
 * Changes a destination; deliveries that wait to be tried again go where it says then.
 * @throws DomainError `resource-not-found`, `invalid-request` for a URL that must not be sent to or that is another one
 * while the secret is to stay.
 */
export const editWebhook = async (
  accountId: string,
  id: string,
  change: WebhookChange,
  { webhooks, webhookHosts }: EditWebhookDeps,
): Promise<void> => {
  assertWebhookUrl(change.url, webhookHosts);
  if (!(await webhooks.change(accountHash(accountId), id, change))) throw resourceNotFound('Webhook');
};
