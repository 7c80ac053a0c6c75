/** Lets single writes run beside each other, and a transaction only alone. */
export class WriteLock {
  readonly #writes = new Set<Promise<unknown>>();
  #exclusive: Promise<unknown> = Promise.resolve();

  /** Runs a single write as soon as no transaction is under way. */
  async shared<T>(write: () => Promise<T>): Promise<T> {
    await this.#exclusive;
    const running = write();
    this.#writes.add(running);
    return running.finally(() => this.#writes.delete(running));
  }

  /** Runs a transaction after everything that was asked for before it, and holds up what comes after. */
  exclusive<T>(transaction: () => Promise<T>): Promise<T> {
    const result = this.#exclusive.then(async () => {
      await Promise.allSettled(this.#writes);
      return transaction();
    });
    this.#exclusive = result.catch(() => undefined);
    return result;
  }
}
