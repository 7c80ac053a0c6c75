import type { ResponseHeaders } from './edge-response';
import { type InvalidationPath, isInvalidated } from './invalidation-path';

/** A whole object in the cache. Times are milliseconds since 1970. */
export interface CacheEntry {
  readonly uri: string;
  readonly query: string;
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
  readonly storedAtMs: number;
  readonly freshUntilMs: number;
  readonly staleWhileRevalidateUntilMs: number;
  /** Until when it may stand in for a failing origin; undefined: as long as it is here. */
  readonly staleIfErrorUntilMs?: number;
}

/** A fetch under way; what an invalidation hits meanwhile is not stored when it ends. */
export interface FetchToken {
  readonly uri: string;
  readonly query: string;
  isInvalidated: boolean;
}

/** Per object, beside its body: headers, key and bookkeeping. */
const ENTRY_OVERHEAD_BYTES = 2_048;

/** Objects in memory up to a number of bytes; the one not used for longest goes first. */
export class CacheStore {
  readonly #entries = new Map<string, CacheEntry>();
  readonly #fetches = new Set<FetchToken>();
  #bytes = 0;

  /** @param maxBytes - of all objects together */
  constructor(readonly maxBytes: number) {}

  /** The object under a key, fresh or stale; makes it the most recently used. */
  get(key: string): CacheEntry | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  /** Announces a fetch whose answer may be stored; `endFetch` must follow. */
  beginFetch(uri: string, query: string): FetchToken {
    const token = { uri, query, isInvalidated: false };
    this.#fetches.add(token);
    return token;
  }

  /** Ends a fetch, stored or not. */
  endFetch(token: FetchToken): void {
    this.#fetches.delete(token);
  }

  /** Stores an object unless it was invalidated while it was fetched or is larger than the whole cache. */
  put(key: string, entry: CacheEntry, token: FetchToken): void {
    const bytes = sizeOf(entry);
    if (token.isInvalidated || bytes > this.maxBytes) return;
    this.#remove(key);
    this.#entries.set(key, entry);
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.maxBytes) break;
      this.#remove(oldest);
    }
  }

  /** Removes what the paths name, and keeps fetches of it that are under way from being stored. */
  invalidate(paths: readonly InvalidationPath[]): void {
    for (const [key, entry] of this.#entries)
      if (paths.some((path) => isInvalidated(path, entry))) this.#remove(key);
    for (const token of this.#fetches)
      if (paths.some((path) => isInvalidated(path, token))) token.isInvalidated = true;
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#bytes -= sizeOf(entry);
  }
}

const sizeOf = ({ body }: CacheEntry): number => body.length + ENTRY_OVERHEAD_BYTES;
