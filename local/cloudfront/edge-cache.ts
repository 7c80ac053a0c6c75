import type { Readable } from 'node:stream';
import { cacheEntryOf, renewEntry } from './cache-entry';
import { cacheKey, keyQuery } from './cache-key';
import type { CacheEntry, CacheStore, FetchToken } from './cache-store';
import { collectBody } from './collect-body';
import { conditionalResponse, isNotModified } from './conditional-response';
import type { Behavior } from './distribution';
import { type EdgeRequest, joinedHeader } from './edge-request';
import type { EdgeResponse } from './edge-response';
import type { OriginResponse } from './function-url-origin';
import { copiedConditions, type OriginConditions, revalidation } from './origin-conditions';

/** What the cache needs of its surroundings. */
export interface EdgeCacheOptions {
  readonly store: CacheStore;
  readonly errorTtlSeconds: ReadonlyMap<number, number>;
  readonly now: () => Date;
  /** Asks the origin; never rejects. */
  fetch(behavior: Behavior, request: EdgeRequest, conditions: OriginConditions): Promise<OriginResponse>;
}

/** One request on its way through the cache. */
interface Passage {
  readonly behavior: Behavior;
  readonly request: EdgeRequest;
  readonly key: string;
}

/** What a fetch tells those who waited for it. */
interface Fetched {
  readonly response: EdgeResponse;
  /** Settles when the object is in the cache, or will not be. */
  readonly stored: Promise<void>;
}

/** One edge location's cache: hits, collapsed misses, revalidation, stale answers (CloudFront developer guide). */
export class EdgeCache {
  /** Misses under way by key: who comes meanwhile waits instead of asking the origin as well. */
  readonly #fetching = new Map<string, Promise<void>>();

  constructor(private readonly options: EdgeCacheOptions) {}

  /** Answers a request from the cache or the origin. */
  async answer(behavior: Behavior, request: EdgeRequest): Promise<EdgeResponse> {
    if (!isCacheable(behavior, request)) return this.#passThrough(behavior, request);
    const passage = { behavior, request, key: cacheKey(behavior.cachePolicy, request) };
    const entry = this.options.store.get(passage.key);
    const hit = entry && this.#hit(passage, entry);
    if (hit) return hit;
    if (!entry && asksForPart(request)) return this.#fetchPart(passage);
    const underway = this.#fetching.get(passage.key);
    if (!underway) return this.#fetch(passage, entry);
    await underway;
    const fetched = this.options.store.get(passage.key);
    return (fetched && this.#hit(passage, fetched)) ?? this.#fetch(passage, fetched);
  }

  #hit(passage: Passage, entry: CacheEntry): EdgeResponse | undefined {
    const nowMs = this.options.now().getTime();
    if (nowMs < entry.freshUntilMs) return this.#serve(passage.request, entry, 'Hit');
    if (nowMs >= entry.staleWhileRevalidateUntilMs) return undefined;
    if (!this.#fetching.has(passage.key)) void this.#refresh(passage, entry);
    return this.#serve(passage.request, entry, 'Hit');
  }

  async #refresh(passage: Passage, entry: CacheEntry): Promise<void> {
    const { body } = await this.#fetch(passage, entry);
    if (!Buffer.isBuffer(body)) body.resume();
  }

  #serve(request: EdgeRequest, entry: CacheEntry, cacheResult: string): EdgeResponse {
    const ageSeconds = Math.max(0, Math.floor((this.options.now().getTime() - entry.storedAtMs) / 1_000));
    return conditionalResponse(request, {
      status: entry.status,
      headers: { ...entry.headers, age: String(ageSeconds) },
      body: entry.body,
      cacheResult: entry.status >= 400 ? 'Error' : cacheResult,
    });
  }

  /** A miss: asks for the whole object, conditionally if a stale one is there, and lets others wait for it. */
  async #fetch(passage: Passage, stale: CacheEntry | undefined): Promise<EdgeResponse> {
    let finish = () => {};
    const underway = new Promise<void>((resolve) => {
      finish = resolve;
    });
    this.#fetching.set(passage.key, underway);
    const done = () => {
      if (this.#fetching.get(passage.key) === underway) this.#fetching.delete(passage.key);
      finish();
    };
    try {
      const { response, stored } = await this.#fetchWhole(passage, stale);
      void stored.finally(done);
      return adapt(passage.request, response);
    } catch (error) {
      done();
      throw error;
    }
  }

  async #fetchWhole(passage: Passage, stale: CacheEntry | undefined): Promise<Fetched> {
    const { behavior, request, key } = passage;
    const token = this.#beginFetch(passage);
    const asked = request.method === 'HEAD' ? { ...request, method: 'GET' } : request;
    const origin = await this.options.fetch(behavior, asked, stale ? revalidation(stale) : {});
    const renewed = stale && renewEntry(this.#rules(behavior), stale, origin);
    if (!renewed) return this.#keep(passage, origin, token, true);
    origin.body.resume();
    this.options.store.put(key, renewed.entry, token);
    this.options.store.endFetch(token);
    return { response: this.#serve(request, renewed.entry, renewed.cacheResult), stored: Promise.resolve() };
  }

  /**
   * HEAD, or a range of an object that is not cached: goes to the origin as it is. A whole object that comes back for a
   * range is cached, and sent whole (developer guide, "How CloudFront processes partial requests").
   */
  async #fetchPart(passage: Passage): Promise<EdgeResponse> {
    const { behavior, request } = passage;
    const token = this.#beginFetch(passage);
    const origin = await this.options.fetch(
      behavior,
      request,
      copiedConditions(request, ['range', 'if-range']),
    );
    const isWhole = request.method === 'GET' && origin.status !== 206;
    const { response } = this.#keep(passage, origin, token, isWhole);
    return response;
  }

  /** Passes an answer on while it is stored, if it may be. */
  #keep(passage: Passage, origin: OriginResponse, token: FetchToken, isWhole: boolean): Fetched {
    const { behavior, request, key } = passage;
    const entryOf = isWhole ? cacheEntryOf(this.#rules(behavior), request, origin) : undefined;
    const { passed, whole } = collectBody(origin.body);
    const stored = whole.then((body) => {
      if (entryOf && body) this.options.store.put(key, entryOf(body), token);
      this.options.store.endFetch(token);
    });
    return { response: fromOrigin(origin, passed), stored: entryOf ? stored : Promise.resolve() };
  }

  async #passThrough(behavior: Behavior, request: EdgeRequest): Promise<EdgeResponse> {
    const origin = await this.options.fetch(behavior, request, copiedConditions(request));
    return fromOrigin(origin, origin.body);
  }

  #beginFetch({ behavior, request }: Passage): FetchToken {
    return this.options.store.beginFetch(request.uri, keyQuery(behavior.cachePolicy, request));
  }

  #rules({ cachePolicy: policy }: Behavior) {
    return { policy, errorTtlSeconds: this.options.errorTtlSeconds, now: this.options.now() };
  }
}

const asksForPart = (request: EdgeRequest): boolean =>
  request.method === 'HEAD' || joinedHeader(request, 'range') !== undefined;

const isCacheable = ({ properties, cachePolicy }: Behavior, { method, body }: EdgeRequest): boolean => {
  const { MinTTL, DefaultTTL, MaxTTL } = cachePolicy;
  const isDisabled = MinTTL === 0 && DefaultTTL === 0 && MaxTTL === 0;
  return !isDisabled && body.length === 0 && (properties.CachedMethods as string[]).includes(method);
};

const fromOrigin = ({ status, headers }: OriginResponse, body: Readable): EdgeResponse => ({
  status,
  headers,
  body,
  cacheResult: status >= 400 ? 'Error' : 'Miss',
});

/** A viewer who has this version already gets a 304 while the object still goes into the cache. */
const adapt = (request: EdgeRequest, response: EdgeResponse): EdgeResponse => {
  if (Buffer.isBuffer(response.body)) return response;
  const isFresh = response.status === 200 && isNotModified(request, response.headers);
  if (!isFresh && request.method !== 'HEAD') return response;
  response.body.resume();
  return { ...response, status: isFresh ? 304 : response.status, body: Buffer.alloc(0) };
};
