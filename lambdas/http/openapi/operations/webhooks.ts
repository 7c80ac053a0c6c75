import { headerRefs, RATE_LIMIT_HEADERS } from '../failures';
import { schemaRef } from '../json-schema';
import type { Operation } from '../operation';

const webhooks = '/client/v4/accounts/{account_id}/alerting/v3/destinations/webhooks';

/** Destinations of image events (contract 9). */
export const WEBHOOK_OPERATIONS = {
  [`GET ${webhooks}`]: {
    operationId: 'listWebhooks',
    tag: 'Webhooks',
    summary: 'List webhooks',
    description: 'Oldest first; no secrets.',
    answer: 'WebhookListAnswer',
    errors: [],
  },
  [`POST ${webhooks}`]: {
    operationId: 'createWebhook',
    tag: 'Webhooks',
    summary: 'Create a webhook',
    description: 'It is sent every image event of the account from now on. An account may have 10.',
    body: { schema: 'WebhookFields', as: 'json', required: true },
    answer: {
      '201': {
        description: 'Created.',
        headers: headerRefs(RATE_LIMIT_HEADERS),
        content: { 'application/json': { schema: schemaRef('WebhookIdAnswer') } },
      },
    },
    errors: ['invalid-request'],
  },
  [`GET ${webhooks}/{webhook_id}`]: {
    operationId: 'getWebhook',
    tag: 'Webhooks',
    summary: 'Show a webhook',
    description: 'Without its secret.',
    answer: 'WebhookAnswer',
    errors: ['resource-not-found'],
  },
  [`PUT ${webhooks}/{webhook_id}`]: {
    operationId: 'editWebhook',
    tag: 'Webhooks',
    summary: 'Edit a webhook',
    description:
      'An absent `secret` stays; an empty one or null takes it away. Where there is one, another `url` needs `secret` in the same request: what was given for one receiver is never sent to another.',
    body: { schema: 'WebhookFields', as: 'json', required: true },
    answer: 'WebhookIdAnswer',
    errors: ['invalid-request', 'resource-not-found'],
  },
  [`DELETE ${webhooks}/{webhook_id}`]: {
    operationId: 'deleteWebhook',
    tag: 'Webhooks',
    summary: 'Delete a webhook',
    description: 'What waits to be tried again is dropped.',
    answer: 'EmptyAnswer',
    errors: ['resource-not-found'],
  },
} as const satisfies Record<string, Operation>;
