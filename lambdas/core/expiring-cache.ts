import type { Clock } from './ports';

/** What a cache keeps, for how long and how much of it. */
export interface ExpiringCacheOptions {
  readonly lifetimeSeconds: number;
  readonly maxEntries: number;
  readonly clock: Clock;
}

/** Values kept in memory for a while; when it is full, the one kept longest goes. */
export class ExpiringCache<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly untilMs: number }>();

  constructor(private readonly options: ExpiringCacheOptions) {}

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry && this.options.clock().getTime() < entry.untilMs) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: V): void {
    const { lifetimeSeconds, maxEntries, clock } = this.options;
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= maxEntries && oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(key, { value, untilMs: clock().getTime() + lifetimeSeconds * 1000 });
  }
}
