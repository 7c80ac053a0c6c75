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
  readonly #known = new Map<string, { token: Token; untilMs: number }>();

  constructor(
    private readonly tokens: TokenRepository,
    private readonly clock: Clock,
  ) {}

  async find(tokenHash: string): Promise<Token | undefined> {
    const nowMs = this.clock().getTime();
    const known = this.#known.get(tokenHash);
    if (known && nowMs < known.untilMs) return known.token;
    this.#known.delete(tokenHash);
    const token = await this.tokens.find(tokenHash);
    if (token) this.#keep(tokenHash, token, nowMs);
    return token;
  }

  #keep(tokenHash: string, token: Token, nowMs: number): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MAX_TOKENS && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(tokenHash, { token, untilMs: nowMs + CACHE_SECONDS * 1000 });
  }
}
