import { accountHash } from '../core/account';
import { type CreateWebhookDeps, createWebhook } from '../core/webhooks/create-webhook';
import { type DeleteWebhookDeps, deleteWebhook } from '../core/webhooks/delete-webhook';
import { type EditWebhookDeps, editWebhook } from '../core/webhooks/edit-webhook';
import { type GetWebhookDeps, getWebhook } from '../core/webhooks/get-webhook';
import type { Webhook } from '../core/webhooks/webhook';
import type { ControlEvent, RouteHandlers } from '../http/control-event';
import { success } from '../http/envelope';
import { pathParameter } from '../http/path-parameter';
import { readNewWebhook, readWebhookChange } from '../http/webhook-fields';

/** What the webhooks' routes need. */
export type WebhookRoutesDeps = CreateWebhookDeps & EditWebhookDeps & DeleteWebhookDeps & GetWebhookDeps;

const webhookIdOf = (event: ControlEvent): string => pathParameter(event, 'webhook_id');

/** As Cloudflare shows a destination; its secret is never shown. What has not happened yet is absent. */
const render = ({ id, name, url, createdAt, lastSuccess, lastFailure }: Webhook) => ({
  id,
  name,
  url,
  type: 'generic',
  created_at: createdAt,
  ...(lastSuccess === undefined ? {} : { last_success: lastSuccess }),
  ...(lastFailure === undefined ? {} : { last_failure: lastFailure }),
});

const webhooks = '/client/v4/accounts/{account_id}/alerting/v3/destinations/webhooks';

/** Destinations of image events (contract 9), by the paths and with the answers of Cloudflare's Notifications API. */
export const webhookRoutes = (deps: WebhookRoutesDeps) =>
  ({
    [`POST ${webhooks}`]: async ({ accountId, parsedBody }: ControlEvent) => {
      const id = await createWebhook(accountId, readNewWebhook(parsedBody), deps);
      return { ...success({ id }), statusCode: 201 };
    },
    [`GET ${webhooks}`]: async ({ accountId }: ControlEvent) =>
      success((await deps.webhooks.list(accountHash(accountId))).map(render)),
    [`GET ${webhooks}/{webhook_id}`]: async (event: ControlEvent) =>
      success(render(await getWebhook(event.accountId, webhookIdOf(event), deps))),
    [`PUT ${webhooks}/{webhook_id}`]: async (event: ControlEvent) => {
      const id = webhookIdOf(event);
      await editWebhook(event.accountId, id, readWebhookChange(event.parsedBody), deps);
      return success({ id });
    },
    [`DELETE ${webhooks}/{webhook_id}`]: async (event: ControlEvent) => {
      await deleteWebhook(event.accountId, webhookIdOf(event), deps);
      return success({});
    },
  }) as const satisfies Partial<RouteHandlers<'manage'>>;
