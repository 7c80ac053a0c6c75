import type { Operation } from '../operation';

const v1 = '/client/v4/accounts/{account_id}/images/v1';

/** Variants, signing keys and the account (contract 3.11 to 3.15). */
export const SETTINGS_OPERATIONS = {
  [`GET ${v1}/variants`]: {
    operationId: 'listVariants',
    tag: 'Variants',
    summary: 'List variants',
    answer: 'VariantMapAnswer',
    errors: [],
  },
  [`POST ${v1}/variants`]: {
    operationId: 'createVariant',
    tag: 'Variants',
    summary: 'Create a variant',
    description: 'An account may have 100.',
    body: { schema: 'NewVariant', as: 'json', required: true },
    answer: 'VariantAnswer',
    errors: ['invalid-request', 'already-exists'],
  },
  [`GET ${v1}/variants/{variant_id}`]: {
    operationId: 'getVariant',
    tag: 'Variants',
    summary: 'Show a variant',
    answer: 'VariantAnswer',
    errors: ['resource-not-found'],
  },
  [`PATCH ${v1}/variants/{variant_id}`]: {
    operationId: 'editVariant',
    tag: 'Variants',
    summary: 'Edit a variant',
    description: '`options` replaces the old ones whole; an absent `neverRequireSignedURLs` stays.',
    body: { schema: 'VariantEdit', as: 'json', required: true },
    answer: 'VariantAnswer',
    errors: ['invalid-request', 'resource-not-found'],
  },
  [`DELETE ${v1}/variants/{variant_id}`]: {
    operationId: 'deleteVariant',
    tag: 'Variants',
    summary: 'Delete a variant',
    description: 'Any but `public`.',
    answer: 'EmptyAnswer',
    errors: ['invalid-request', 'resource-not-found'],
  },
  [`GET ${v1}/keys`]: {
    operationId: 'listSigningKeys',
    tag: 'Signing keys',
    summary: 'List signing keys with their secrets',
    answer: 'SigningKeysAnswer',
    errors: [],
  },
  [`PUT ${v1}/keys/{signing_key_name}`]: {
    operationId: 'putSigningKey',
    tag: 'Signing keys',
    summary: 'Create a signing key',
    description: 'Answers with all keys. A name that exists keeps its secret. An account may have 10.',
    answer: 'SigningKeysAnswer',
    errors: ['invalid-request'],
  },
  [`DELETE ${v1}/keys/{signing_key_name}`]: {
    operationId: 'deleteSigningKey',
    tag: 'Signing keys',
    summary: 'Delete a signing key',
    description: 'Answers with the rest. When the last one is deleted there is a new `default`.',
    answer: 'SigningKeysAnswer',
    errors: ['invalid-request', 'resource-not-found'],
  },
  [`GET ${v1}/stats`]: {
    operationId: 'getStats',
    tag: 'Account',
    summary: 'Count images',
    answer: 'StatsAnswer',
    errors: [],
  },
  [`GET ${v1}/config`]: {
    operationId: 'getConfig',
    tag: 'Account',
    summary: 'Show the configuration of delivery',
    answer: 'ConfigAnswer',
    errors: [],
  },
  [`PATCH ${v1}/config`]: {
    operationId: 'editConfig',
    tag: 'Account',
    summary: 'Edit the configuration of delivery',
    description: 'Absent fields stay.',
    body: { schema: 'ConfigEdit', as: 'json', required: true },
    answer: 'ConfigAnswer',
    errors: ['invalid-request'],
  },
  [`GET ${v1}/batch_token`]: {
    operationId: 'createBatchToken',
    tag: 'Account',
    summary: 'Make a batch token',
    description:
      'It works on the paths without an account only, with the permission of the token that made it.',
    answer: 'BatchTokenAnswer',
    errors: [],
  },
} as const satisfies Record<string, Operation>;
