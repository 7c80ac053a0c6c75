import type { FunctionConfig } from './function-config';
import type { FunctionLog } from './function-log';
import { FunctionWorker } from './function-worker';
import { FunctionError } from './local-function';

type Waiting = (worker: FunctionWorker | FunctionError) => void;

/** An environment that has had nothing to do for so long ends; the last one stays warm. */
const IDLE_MILLISECONDS = 60_000;

/** The execution environments of one function: as many as there are simultaneous invocations, up to a bound. */
export class WorkerPool {
  readonly #workers = new Set<FunctionWorker>();
  readonly #idle: FunctionWorker[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #reapers = new Map<FunctionWorker, NodeJS.Timeout>();
  #closed = false;

  constructor(
    private readonly config: FunctionConfig,
    private readonly log: FunctionLog,
  ) {}

  /**
   * A loaded worker for one invocation; waits while `maxConcurrency` are busy.
   * @throws FunctionError when the bundle cannot be loaded, the service is stopping or concurrency is 0.
   */
  async acquire(): Promise<FunctionWorker> {
    if (this.#closed) throw new FunctionError('ServiceException', 'the local service is stopping');
    if (this.config.maxConcurrency === 0)
      throw new FunctionError(
        'TooManyRequestsException',
        `${this.config.name} has a reserved concurrency of 0`,
      );
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      this.#keep(idle);
      // It may have crashed a moment ago, with its end not yet reported.
      if (idle.usable) return idle;
    }
    if (this.#workers.size < this.config.maxConcurrency) return this.#start();
    return new Promise((resolve, reject) => {
      this.#waiting.push((next) => (next instanceof FunctionError ? reject(next) : resolve(next)));
    });
  }

  /** Gives a worker back after its invocation. */
  release(worker: FunctionWorker): void {
    if (!worker.usable) return;
    const next = this.#waiting.shift();
    if (next) {
      next(worker);
      return;
    }
    this.#idle.push(worker);
    this.#reapers.set(worker, setTimeout(() => this.#reap(worker), IDLE_MILLISECONDS).unref());
  }

  /** Ends all workers; running and waiting invocations fail. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#waiting.splice(0))
      waiting(new FunctionError('ServiceException', 'the local service is stopping'));
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
  }

  #keep(worker: FunctionWorker): FunctionWorker {
    clearTimeout(this.#reapers.get(worker));
    this.#reapers.delete(worker);
    return worker;
  }

  #reap(worker: FunctionWorker): void {
    if (this.#idle.length < 2) return;
    this.#idle.splice(this.#idle.indexOf(worker), 1);
    void worker.stop();
  }

  async #start(): Promise<FunctionWorker> {
    const worker = new FunctionWorker(this.config, this.log, () => this.#exited(worker));
    this.#workers.add(worker);
    await worker.load();
    return worker;
  }

  /** Forgets a worker that is gone; whoever waits gets a new one in its place. */
  #exited(worker: FunctionWorker): void {
    this.#workers.delete(this.#keep(worker));
    const position = this.#idle.indexOf(worker);
    if (position >= 0) this.#idle.splice(position, 1);
    if (this.#closed) return;
    const next = this.#waiting.shift();
    if (next) this.#start().then(next, (error: FunctionError) => next(error));
  }
}
