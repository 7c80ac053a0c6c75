import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundleThread } from '../gateway/bundle-thread';
import type { SandboxData, SandboxReply, SandboxRequest } from './sandbox/messages';

/** A run that has not answered after so many times what it may compute never will; the thread ends with it. */
const ANSWER_FACTOR = 3;
/** CloudFront functions have 2 MB; the thread itself needs some. */
const MAX_HEAP_MB = 64;

interface Run {
  resolve(answerJson: string): void;
  reject(error: Error): void;
  readonly timer: NodeJS.Timeout;
}

/**
 * A thread for one CloudFront function. An endless loop, even one after an `await`, ends the thread and nothing else: in
 * the service's own thread it would stop everything.
 */
export class Sandbox {
  readonly #worker: Worker;
  readonly #runs = new Map<number, Run>();
  readonly #ready: Promise<void>;
  #nextId = 0;
  #isAlive = true;

  /** @param log - takes the function's log lines */
  constructor(
    private readonly data: SandboxData,
    log: (line: string) => void,
  ) {
    this.#worker = new Worker(bundleThread(join(__dirname, 'sandbox', 'main.ts')), {
      eval: true,
      env: {},
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    // A service that ends does not wait for a function that is idle.
    this.#worker.unref();
    let ready = () => {};
    this.#ready = new Promise((resolve) => {
      ready = resolve;
    });
    this.#worker.on('message', (reply: SandboxReply) => {
      if (reply.type === 'ready') ready();
      else if (reply.type === 'log') log(`${data.name}: ${reply.line}`);
      else this.#settle(reply);
    });
    const end = (reason: string) => {
      ready();
      this.#end(reason);
    };
    this.#worker.on('error', (error) => end(String(error)));
    this.#worker.on('exit', () => end('its thread ended'));
  }

  /** False once the thread has ended; a new sandbox must take over. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Runs the function's handler. @throws Error with the function's own message, or why it was ended */
  async run(eventJson: string): Promise<string> {
    await this.#ready;
    if (!this.#isAlive) throw new Error('its thread ended');
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#expire(id), this.data.maxRunMs * ANSWER_FACTOR);
      this.#runs.set(id, { resolve, reject, timer });
      const request: SandboxRequest = { id, eventJson };
      this.#worker.postMessage(request);
    });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    this.#end('the service is closing');
    await this.#worker.terminate();
  }

  #expire(id: number): void {
    // When this thread was busy for long, the answer may be waiting: it is read before the immediate runs.
    setImmediate(() => {
      if (this.#runs.has(id)) this.#end('it did not answer in time');
    });
  }

  #settle(reply: Extract<SandboxReply, { id: number }>): void {
    const run = this.#runs.get(reply.id);
    if (!run) return;
    this.#runs.delete(reply.id);
    clearTimeout(run.timer);
    if (reply.type === 'answer') run.resolve(reply.answerJson);
    else run.reject(new Error(reply.reason));
  }

  #end(reason: string): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    for (const { reject, timer } of this.#runs.values()) {
      clearTimeout(timer);
      reject(new Error(reason));
    }
    this.#runs.clear();
    void this.#worker.terminate();
  }
}
