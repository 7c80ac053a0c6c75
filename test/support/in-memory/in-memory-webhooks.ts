import { invalidRequest } from '../../../lambdas/core/errors';
import {
  MAX_WEBHOOKS,
  secretNeeded,
  type Webhook,
  type WebhookAttempt,
  type WebhookChange,
  type WebhookRepository,
} from '../../../lambdas/core/webhooks/webhook';

/** Webhooks in memory; held to the same behaviour suite as the DynamoDB adapter. */
export class InMemoryWebhooks implements WebhookRepository {
  readonly #byHash = new Map<string, readonly Webhook[]>();

  async list(hash: string): Promise<readonly Webhook[]> {
    return structuredClone(this.#byHash.get(hash) ?? []);
  }

  async add(hash: string, webhook: Webhook): Promise<void> {
    const all = await this.list(hash);
    if (all.length >= MAX_WEBHOOKS)
      throw invalidRequest(`An account can have at most ${MAX_WEBHOOKS} webhooks`);
    const sorted = [...all, webhook].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    this.#byHash.set(hash, sorted);
  }

  async change(hash: string, id: string, { name, url, secret }: WebhookChange): Promise<boolean> {
    return this.#replace(hash, id, ({ secret: previous, ...webhook }) => {
      if (secret === undefined && previous !== undefined && url !== webhook.url) throw secretNeeded();
      const kept = secret === undefined ? previous : secret;
      return { ...webhook, name, url, ...(kept === undefined || kept === null ? {} : { secret: kept }) };
    });
  }

  async remove(hash: string, id: string): Promise<boolean> {
    const all = await this.list(hash);
    this.#byHash.set(
      hash,
      all.filter((webhook) => webhook.id !== id),
    );
    return all.some((webhook) => webhook.id === id);
  }

  async recordAttempt(hash: string, id: string, { succeeded, at }: WebhookAttempt): Promise<void> {
    const field = succeeded ? 'lastSuccess' : 'lastFailure';
    await this.#replace(hash, id, (webhook) => {
      const last = [webhook[field] ?? '', at.toISOString()].sort().at(-1) ?? '';
      return { ...webhook, [field]: last };
    });
  }

  async #replace(hash: string, id: string, change: (webhook: Webhook) => Webhook): Promise<boolean> {
    const all = await this.list(hash);
    this.#byHash.set(
      hash,
      all.map((webhook) => (webhook.id === id ? change(webhook) : webhook)),
    );
    return all.some((webhook) => webhook.id === id);
  }
}
