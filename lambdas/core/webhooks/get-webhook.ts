import { accountHash } from '../account';
import { resourceNotFound } from '../errors';
import type { Webhook, WebhookRepository } from './webhook';

/** What `getWebhook` needs. */
export interface GetWebhookDeps {
  readonly webhooks: Pick<WebhookRepository, 'list'>;
}

/** One destination. @throws DomainError `resource-not-found`. */
export const getWebhook = async (
  accountId: string,
  id: string,
  { webhooks }: GetWebhookDeps,
): Promise<Webhook> => {
  const all = await webhooks.list(accountHash(accountId));
  const found = all.find((webhook) => webhook.id === id);
  if (!found) throw resourceNotFound('Webhook');
  return found;
};
