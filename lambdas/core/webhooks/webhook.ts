import { invalidRequest } from '../errors';

/** A destination of an account's image events, as Cloudflare's Notifications API keeps them (contract 9). */
export interface Webhook {
  /** 32 lower-case hex digits, as Cloudflare's. */
  readonly id: string;
  /** Receivers read it in the body as `name`. */
  readonly name: string;
  readonly url: string;
  /** Sent as `cf-webhook-auth` and the key of the signature; without one a webhook is neither. Never shown. */
  readonly secret?: string;
  /** RFC 3339 UTC, milliseconds. */
  readonly createdAt: string;
  /** RFC 3339 UTC, milliseconds: the last attempt that was answered with 2xx. */
  readonly lastSuccess?: string;
  /** RFC 3339 UTC, milliseconds: the last attempt that was not. */
  readonly lastFailure?: string;
}

/** Every event is sent to each of them, so their number is bounded. */
export const MAX_WEBHOOKS = 10;

/**
 * What an edit sets (contract 9): name and URL always; an absent secret stays as it is, where it is, and null takes it
 * away.
 */
export interface WebhookChange {
  readonly name: string;
  readonly url: string;
  readonly secret?: string | null;
}

/** A change of the URL alone: who may edit a destination must not read its secret by having it sent to himself. */
export const secretNeeded = () =>
  invalidRequest('secret is needed to change url: send the secret again, or an empty one');

/** How an attempt ended. */
export interface WebhookAttempt {
  readonly succeeded: boolean;
  readonly at: Date;
}

/** The destinations of each account; every change is atomic. */
export interface WebhookRepository {
  /** Oldest first; consistent read. */
  list(accountHash: string): Promise<readonly Webhook[]>;
  /** @throws DomainError `invalid-request` when there are `MAX_WEBHOOKS` already. */
  add(accountHash: string, webhook: Webhook): Promise<void>;
  /**
   * False when there is none of that id.
   * @throws `secretNeeded` when it has a secret, and the change says another URL and nothing of the secret
   */
  change(accountHash: string, id: string, change: WebhookChange): Promise<boolean>;
  /** False when there was none of that id. */
  remove(accountHash: string, id: string): Promise<boolean>;
  /** Keeps when the last attempt succeeded or failed; one that is deleted meanwhile stays deleted. */
  recordAttempt(accountHash: string, id: string, attempt: WebhookAttempt): Promise<void>;
}
