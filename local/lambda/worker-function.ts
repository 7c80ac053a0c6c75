import { Readable } from 'node:stream';
import type { FunctionConfig } from './function-config';
import type { FunctionLog } from './function-log';
import type { FunctionWorker, InvocationListener } from './function-worker';
import { FunctionError, type LocalFunction, type StreamedResponse } from './local-function';
import { WorkerPool } from './worker-pool';

/** Streams what the worker sends; asks for the next chunk when the reader wants it. */
class ChunkBody extends Readable {
  #taken: (() => void) | undefined;

  /** Takes a chunk of the worker. A reader that went away takes everything, so that the handler can finish. */
  add(data: Uint8Array, taken: () => void): void {
    if (this.destroyed || this.push(data)) taken();
    else this.#taken = taken;
  }

  override _read(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this._read();
    done(error);
  }
}

/** A function that runs in worker threads. */
export class WorkerFunction implements LocalFunction {
  readonly name: string;
  readonly #pool: WorkerPool;

  constructor(
    config: FunctionConfig,
    private readonly log: FunctionLog,
  ) {
    this.name = config.name;
    this.#pool = new WorkerPool(config, log);
  }

  async invoke(event: unknown): Promise<unknown> {
    const worker = await this.#pool.acquire();
    return new Promise((resolve, reject) => {
      this.#run(worker, event, {
        prelude: () => undefined,
        chunk: (_data, taken) => taken(),
        result: (payload, streamed) =>
          streamed ? reject(streamingHandler(this.name)) : resolve(JSON.parse(payload)),
        failed: reject,
      });
    });
  }

  async invokeStream(event: unknown): Promise<StreamedResponse> {
    const worker = await this.#pool.acquire();
    return new Promise((resolve, reject) => {
      const body = new ChunkBody();
      this.#run(worker, event, {
        prelude: (prelude) => resolve({ prelude, body }),
        chunk: (data, taken) => body.add(data, taken),
        result: (payload, streamed) => {
          if (!streamed) return resolve(unread(payload));
          body.push(null);
        },
        failed: (error) => {
          reject(error);
          // Without a listener yet, an error event would end the service: the promise carries it then.
          body.on('error', () => undefined);
          body.destroy(error);
        },
      });
    });
  }

  /** Ends the workers and the log. */
  async close(): Promise<void> {
    await this.#pool.close();
    await this.log.close();
  }

  /** Gives the worker back when the invocation ends, before anyone hears of it. */
  #run(worker: FunctionWorker, event: unknown, listener: InvocationListener): void {
    worker.invoke(event, {
      ...listener,
      result: (payload, streamed) => {
        this.#pool.release(worker);
        listener.result(payload, streamed);
      },
      failed: (error) => {
        this.#pool.release(worker);
        listener.failed(error);
      },
    });
  }
}

const unread = (json: string): StreamedResponse => ({
  prelude: { statusCode: 200, headers: { 'content-type': 'application/json' } },
  body: Readable.from([Buffer.from(json)]),
});

const streamingHandler = (name: string) =>
  new FunctionError('Runtime.StreamingHandler', `${name} streams its response: call it by its function URL`);
