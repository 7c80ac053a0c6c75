/** Runs tasks of the same name one after the other, and tasks of different names side by side. */
export class KeyedLock {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Waits for earlier tasks of that name, whether they failed or not; then runs this one. */
  async run<T>(name: string, task: () => Promise<T>): Promise<T> {
    const turn = (this.#tails.get(name) ?? Promise.resolve()).then(task, task);
    const tail = turn.catch(() => undefined);
    this.#tails.set(name, tail);
    try {
      return await turn;
    } finally {
      if (this.#tails.get(name) === tail) this.#tails.delete(name);
    }
  }
}
