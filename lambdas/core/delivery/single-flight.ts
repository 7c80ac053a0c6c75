/**
 * Work that is shared while it runs: callers that ask for the same key before the first has its answer get the same
 * promise. Nothing is remembered afterwards, failures neither.
 */
export class SingleFlight<T> {
  readonly #running = new Map<string, Promise<T>>();

  /** The running work for the key, or `work()` started now. */
  run(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key);
    if (running) return running;
    const started = work().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }
}
