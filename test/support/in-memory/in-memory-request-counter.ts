import type { RequestCounter, RequestWindow } from '../../../lambdas/core/ports';

/** Counts requests in memory; `counts` is by token hash and start of the window. */
export class InMemoryRequestCounter implements RequestCounter {
  readonly counts = new Map<string, number>();

  async count(tokenHash: string, { startsAtSeconds }: RequestWindow): Promise<number> {
    const key = `${tokenHash}#${startsAtSeconds}`;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count;
  }
}
