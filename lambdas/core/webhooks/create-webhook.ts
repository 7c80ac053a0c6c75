import { randomBytes } from 'node:crypto';
import { accountHash } from '../account';
import type { Clock } from '../ports';
import { assertWebhookUrl, type WebhookHosts } from './assert-webhook-url';
import type { Webhook, WebhookRepository } from './webhook';

/** What the caller sends. */
export type NewWebhook = Pick<Webhook, 'name' | 'url' | 'secret'>;

/** What `createWebhook` needs. */
export interface CreateWebhookDeps {
  readonly webhooks: Pick<WebhookRepository, 'add'>;
  readonly newWebhookId: () => string;
  readonly clock: Clock;
  readonly webhookHosts: WebhookHosts;
}

/** 32 lower-case hex digits. */
export const randomWebhookId = (): string => randomBytes(16).toString('hex');

/**
 * Adds a destination of the account's image events, and returns its id.
 * @throws DomainError `invalid-request` for a URL that must not be sent to, or when there are `MAX_WEBHOOKS` already.
 */
export const createWebhook = async (
  accountId: string,
  fields: NewWebhook,
  { webhooks, newWebhookId, clock, webhookHosts }: CreateWebhookDeps,
): Promise<string> => {
  assertWebhookUrl(fields.url, webhookHosts);
  const id = newWebhookId();
  await webhooks.add(accountHash(accountId), { ...fields, id, createdAt: clock().toISOString() });
  return id;
};
