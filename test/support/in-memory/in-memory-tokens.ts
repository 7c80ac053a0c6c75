import type { TokenRepository } from '../../../lambdas/core/ports';
import { type Token, tokenHash } from '../../../lambdas/core/token';

/** Tokens in memory, by their text; counts look-ups. */
export class InMemoryTokens implements TokenRepository {
  readonly byHash = new Map<string, Token>();
  finds = 0;

  /** Adds a token that may do everything unless told otherwise. */
  add(token: string, values: Partial<Token> & Pick<Token, 'accountId'>): this {
    this.byHash.set(tokenHash(token), {
      name: 'test',
      permissions: 'edit',
      created: '2026-03-01T00:00:00.000Z',
      ...values,
    });
    return this;
  }

  async find(hash: string): Promise<Token | undefined> {
    this.finds += 1;
    return this.byHash.get(hash);
  }
}
