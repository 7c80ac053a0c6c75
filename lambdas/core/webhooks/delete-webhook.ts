import { accountHash } from '../account';
import { resourceNotFound } from '../errors';
import type { WebhookRepository } from './webhook';

/** What `deleteWebhook` needs. */
export interface DeleteWebhookDeps {
  readonly webhooks: Pick<WebhookRepository, 'remove'>;
}

/** Deletes a destination; what waits to be delivered to it is dropped. @throws DomainError `resource-not-found`. */
export const deleteWebhook = async (
  accountId: string,
  id: string,
  { webhooks }: DeleteWebhookDeps,
): Promise<void> => {
  if (!(await webhooks.remove(accountHash(accountId), id))) throw resourceNotFound('Webhook');
};
