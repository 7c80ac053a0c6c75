import { createHmac } from 'node:crypto';
import { hmacKeyOf } from './webhook-secret';

/** What a signature covers. */
export interface SignedContent {
  /** Without a full stop, which separates it from what follows. */
  readonly id: string;
  /** Unix seconds of this attempt. */
  readonly timestampSeconds: number;
  /** Exactly the bytes that are sent, UTF-8. */
  readonly body: string;
}

/** The value of `webhook-signature` (Standard Webhooks 1.0.0, "Signature scheme"): HMAC-SHA256 of id, time and body. */
export const signWebhook = (secret: string, { id, timestampSeconds, body }: SignedContent): string => {
  const hmac = createHmac('sha256', hmacKeyOf(secret)).update(`${id}.${timestampSeconds}.${body}`, 'utf8');
  return `v1,${hmac.digest('base64')}`;
};
