import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { FunctionConfig } from './function-config';
import type { FunctionLog } from './function-log';
import { FunctionError } from './local-function';
import type { WorkerReply, WorkerRequest } from './worker/messages';
import { workerSource } from './worker-source';

/** Receives what one invocation says; exactly one of `result` and `failed` is called, last. */
export interface InvocationListener {
  prelude(prelude: Extract<WorkerReply, { type: 'prelude' }>['prelude']): void;
  /** `taken` must be called when the next chunk may come. */
  chunk(data: Uint8Array, taken: () => void): void;
  result(payload: string, streamed: boolean): void;
  failed(error: FunctionError): void;
}

/** Loading a bundle may take this long; Lambda allows 10 s on a faster disk. */
const INIT_TIMEOUT_MILLISECONDS = 30_000;

/**
 * One execution environment: a worker thread with the function's bundle loaded and only the function's own
 * environment. It handles one invocation at a time; a timeout or a crash ends the thread, nothing else.
 */
export class FunctionWorker {
  readonly #worker: Worker;
  #listener: InvocationListener | undefined;
  #timer: NodeJS.Timeout | undefined;
  #dead = false;

  /** `onExit` is called once when the thread is gone, whether it was busy or not. */
  constructor(
    private readonly config: FunctionConfig,
    private readonly log: FunctionLog,
    onExit: () => void,
  ) {
    this.#worker = new Worker(workerSource(), {
      eval: true,
      workerData: { taskRoot: config.taskRoot, handler: config.handler },
      env: { ...config.environment },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: config.memoryMegabytes },
    });
    log.follow(this.#worker.stdout, 'stdout');
    log.follow(this.#worker.stderr, 'stderr');
    this.#worker.on('error', (error) => this.#crashed(error));
    this.#worker.on('exit', (code) => {
      this.#fail(new FunctionError('Runtime.ExitError', `Runtime exited with error: exit status ${code}`));
      onExit();
    });
  }

  /** False once the thread has ended or is ending; such a worker takes no more invocations. */
  get usable(): boolean {
    return !this.#dead;
  }

  /** Waits until the bundle is loaded. @throws FunctionError when loading it fails. */
  load(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#listen(INIT_TIMEOUT_MILLISECONDS, {
        prelude: () => undefined,
        chunk: () => undefined,
        result: () => resolve(),
        failed: (error) => {
          this.stop();
          reject(error);
        },
      });
      this.#worker.on('message', (reply: WorkerReply) => this.#receive(reply));
    });
  }

  /** Starts an invocation; the listener hears how it goes. */
  invoke(event: unknown, listener: InvocationListener): void {
    const requestId = randomUUID();
    const timeoutMilliseconds = this.config.timeoutSeconds * 1000;
    this.#listen(timeoutMilliseconds, listener);
    this.#post({
      type: 'invoke',
      requestId,
      event: JSON.stringify(event) ?? 'null',
      timeoutMilliseconds,
      identity: {
        functionName: this.config.name,
        invokedFunctionArn: this.config.arn,
        memoryLimitInMB: String(this.config.memoryMegabytes),
        logGroupName: `/aws/lambda/${this.config.name}`,
        logStreamName: 'local',
      },
    });
  }

  /** Ends the thread at once; a running invocation fails. */
  async stop(): Promise<void> {
    this.#dead = true;
    await this.#worker.terminate();
  }

  #post(request: WorkerRequest): void {
    this.#worker.postMessage(request);
  }

  #listen(timeoutMilliseconds: number, listener: InvocationListener): void {
    this.#listener = listener;
    this.#timer = setTimeout(() => this.#timedOut(timeoutMilliseconds), timeoutMilliseconds);
  }

  #receive(reply: WorkerReply): void {
    if (reply.type === 'prelude') this.#listener?.prelude(reply.prelude);
    else if (reply.type === 'chunk') this.#listener?.chunk(reply.data, () => this.#post({ type: 'ack' }));
    else if (reply.type === 'ready') this.#finish()?.result('null', false);
    else if (reply.type === 'result') this.#finish()?.result(reply.payload, reply.streamed);
    else {
      this.log.error(reply.error.stack ?? `${reply.error.errorType}: ${reply.error.errorMessage}`);
      this.#fail(new FunctionError(reply.error.errorType, reply.error.errorMessage));
    }
  }

  #crashed(error: Error): void {
    this.#dead = true;
    this.log.error(error.stack ?? error.message);
    this.#fail(new FunctionError('Runtime.ExitError', `Runtime exited with error: ${error.message}`));
  }

  #timedOut(milliseconds: number): void {
    const message = `Task timed out after ${(milliseconds / 1000).toFixed(2)} seconds`;
    this.#dead = true;
    this.log.error(message);
    this.#fail(new FunctionError('Sandbox.Timedout', message));
    void this.stop();
  }

  #fail(error: FunctionError): void {
    this.#finish()?.failed(error);
  }

  /** Ends the current invocation and returns its listener; undefined when none is running. */
  #finish(): InvocationListener | undefined {
    clearTimeout(this.#timer);
    const listener = this.#listener;
    this.#listener = undefined;
    return listener;
  }
}
