import * as z from 'zod/mini';
import type { NewWebhook } from '../core/webhooks/create-webhook';
import type { WebhookChange } from '../core/webhooks/webhook';
import { hasKeyPrefix, isSerializedKey } from '../core/webhooks/webhook-secret';
import { parseFields } from './parse-fields';
import { jsonOf, type RequestBody } from './request-body';

const text = (field: string, maxLength: number) => {
  const rule = `${field} must be 1 to ${maxLength} characters`;
  return z.string(`${field} must be a string`).check(z.minLength(1, rule), z.maxLength(maxLength, rule));
};

/** It travels in a header, where a value has no spaces at its ends. Empty means none. */
const SECRET = /^(?:[!-~](?:[ -~]{0,510}[!-~])?)?$/;

/** The body of creating and of editing a destination (contract 9); whether a URL may be sent to is decided later. */
export const webhookSchema = z.object({
  name: text('name', 255),
  url: text('url', 2048),
  secret: z.optional(
    z.nullable(
      z.string('secret must be a string').check(
        z.regex(SECRET, 'secret must be at most 512 printable ASCII characters, with no space at its ends'),
        z.refine(
          (secret) => !hasKeyPrefix(secret) || isSerializedKey(secret),
          'secret: after whsec_ there must be 24 to 64 bytes in base64',
        ),
      ),
    ),
  ),
});

/** Reads `{name, url, secret?}`; unknown fields are ignored. @throws DomainError `invalid-request`. */
export const readNewWebhook = (body: RequestBody): NewWebhook => {
  const { name, url, secret } = parseFields(webhookSchema, jsonOf(body));
  return { name, url, ...(secret ? { secret } : {}) };
};

/**
 * Reads `{name, url, secret?}`. Nobody can read a secret to send it back, so an absent one stays where it is; empty text
 * and null take it away. @throws DomainError `invalid-request`.
 */
export const readWebhookChange = (body: RequestBody): WebhookChange => {
  const { name, url, secret } = parseFields(webhookSchema, jsonOf(body));
  return { name, url, ...(secret === undefined ? {} : { secret: secret || null }) };
};
