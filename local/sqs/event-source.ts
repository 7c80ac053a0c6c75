import { setTimeout as wait } from 'node:timers/promises';
import type { LocalFunction } from '../lambda/local-function';
import { failedMessageIds } from './batch-result';
import { type ReceivedMessage, sqsRecord } from './message';
import type { Queue } from './queue';

/** What an AWS::Lambda::EventSourceMapping of a queue says. */
export interface EventSourceConfig {
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportsBatchItemFailures: boolean;
  readonly maxConcurrency: number;
  /**
   * Failed messages come back after the visibility timeout, the queue's or what the function changed it to, but not later
   * than this: laptops do not wait.
   */
  readonly maxRetryDelaySeconds: number;
}

/** Hands a queue's messages to a function in batches, as Lambda's pollers do. */
export class EventSource {
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  constructor(
    private readonly queue: Queue,
    private readonly target: LocalFunction,
    private readonly config: EventSourceConfig,
  ) {}

  start(): void {
    this.queue.onAvailable(() => this.#poll());
  }

  /** Takes no more batches and waits for the running ones. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
  }

  /** Starts as many batches as there are messages and free slots. */
  #poll(): void {
    let uncovered = this.queue.availableCount();
    while (uncovered > 0 && !this.#stopped && this.#running.size < this.config.maxConcurrency) {
      uncovered -= this.config.batchSize;
      const batch = this.#deliver().finally(() => {
        this.#running.delete(batch);
        this.#poll();
      });
      this.#running.add(batch);
    }
  }

  async #deliver(): Promise<void> {
    await this.#gather();
    if (this.#stopped) return;
    const messages = await this.queue.receive(this.config.batchSize);
    if (messages.length === 0) return;
    const failed = new Set(await this.#invoke(messages));
    await Promise.all(messages.map((message) => this.#settle(message, failed.has(message.messageId))));
  }

  /** Waits for a full batch, at most the batching window. */
  async #gather(): Promise<void> {
    const end = Date.now() + this.config.batchingWindowSeconds * 1000;
    while (!this.#stopped && this.queue.availableCount() < this.config.batchSize && Date.now() < end)
      await wait(Math.min(50, end - Date.now()));
  }

  /** Returns the ids of the messages that failed; the function's own log says why. */
  async #invoke(messages: readonly ReceivedMessage[]): Promise<readonly string[]> {
    const ids = messages.map(({ messageId }) => messageId);
    try {
      const result = await this.target.invoke({
        Records: messages.map((message) => sqsRecord(message, this.queue.config.arn)),
      });
      return this.config.reportsBatchItemFailures ? failedMessageIds(result, ids) : [];
    } catch {
      return ids;
    }
  }

  async #settle({ receiptHandle }: ReceivedMessage, failed: boolean): Promise<void> {
    if (!failed) return this.queue.remove(receiptHandle);
    this.queue.releaseWithin(receiptHandle, this.config.maxRetryDelaySeconds);
  }
}
