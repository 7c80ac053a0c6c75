import { ExpiringCache } from './expiring-cache';
import type { Clock, TokenRepository } from './ports';
import type { Token } from './token';

/** How long a revoked token may still be let in by a function that knows it, in seconds. */
const CACHE_SECONDS = 60;
const MAX_TOKENS = 1000;

/**
 * Tokens kept in memory, so that a warm function asks the table once a minute and not for each request. Only found
 * ones: a token that was just created works at once, and wrong ones cannot push good ones out.
 */
export class CachedTokens implements TokenRepository {
  readonly #known: ExpiringCache<Token>;

  constructor(
    private readonly tokens: TokenRepository,
    clock: Clock,
  ) {
    this.#known = new ExpiringCache({ lifetimeSeconds: CACHE_SECONDS, maxEntries: MAX_TOKENS, clock });
  }

  async find(tokenHash: string): Promise<Token | undefined> {
    const known = this.#known.get(tokenHash);
    if (known) return known;
    const token = await this.tokens.find(tokenHash);
    if (token) this.#known.set(tokenHash, token);
    return token;
  }
}
