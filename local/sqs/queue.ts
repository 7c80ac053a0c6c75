import { randomUUID } from 'node:crypto';
import type { ReceivedMessage, StoredMessage } from './message';
import type { MessageStore } from './message-store';

/** What an AWS::SQS::Queue says. */
export interface QueueConfig {
  readonly arn: string;
  readonly visibilityTimeoutSeconds: number;
  readonly delaySeconds: number;
  /** Where a message goes instead of being received once more than `maxReceiveCount` times. */
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
}

interface Entry {
  message: StoredMessage;
  /** Unix milliseconds from which it can be received. */
  visibleAtMs: number;
  receiptHandle?: string;
}

/** Timers of Node.js hold 32 bits of milliseconds. */
const LONGEST_TIMER_MILLISECONDS = 2 ** 31 - 1;

/**
 * One standard queue: at-least-once, kept on disk. After a restart every message can be received at once, whoever had
 * it is gone.
 */
export class Queue {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `deadLetterQueue` belongs to `config.redrive`. */
  constructor(
    readonly config: QueueConfig,
    private readonly store: MessageStore,
    private readonly deadLetterQueue: Queue | undefined,
    private readonly now: () => number = Date.now,
  ) {
    for (const message of store.load()) this.#entries.set(message.messageId, { message, visibleAtMs: 0 });
  }

  /** Messages in the queue, received ones included. */
  get depth(): number {
    return this.#entries.size;
  }

  /** Calls the listener whenever a message may be ready to be received. */
  onAvailable(listener: () => void): void {
    this.#listeners.push(listener);
    this.#schedule();
  }

  /** Resolves to the message's id once it is on disk for good. */
  async send(body: string): Promise<string> {
    const messageId = randomUUID();
    await this.#add({ messageId, body, sentAt: this.now(), receiveCount: 0 });
    return messageId;
  }

  /** Messages that could be received now. */
  availableCount(): number {
    return this.#available().length;
  }

  /**
   * Takes up to `limit` messages and hides them for the visibility timeout. A message that was received
   * `maxReceiveCount` times already moves to the dead-letter queue instead.
   */
  async receive(limit: number): Promise<ReceivedMessage[]> {
    const taken = this.#available()
      .slice(0, limit)
      .map((entry) => this.#hide(entry));
    this.#schedule();
    const received = await Promise.all(taken.map((entry) => this.#countReceive(entry)));
    return received.filter((message) => message !== undefined);
  }

  /** Deletes a message; a handle from an earlier receive deletes nothing, as another consumer has it now. */
  async remove(receiptHandle: string): Promise<void> {
    const entry = this.#byHandle(receiptHandle);
    if (!entry) return;
    this.#entries.delete(entry.message.messageId);
    await this.store.remove(entry.message);
  }

  /** Makes a received message visible again after `delaySeconds`. False when the handle is none, or an old one. */
  release(receiptHandle: string, delaySeconds: number): boolean {
    const entry = this.#byHandle(receiptHandle);
    if (!entry) return false;
    entry.visibleAtMs = this.now() + delaySeconds * 1000;
    this.#schedule();
    return true;
  }

  /** Makes a received message visible again when it would be anyway, but after `maxDelaySeconds` at most. */
  releaseWithin(receiptHandle: string, maxDelaySeconds: number): void {
    const entry = this.#byHandle(receiptHandle);
    if (entry)
      this.release(receiptHandle, Math.min((entry.visibleAtMs - this.now()) / 1000, maxDelaySeconds));
  }

  /** Sends every message to another queue with its receive count at 0: a redrive. Returns how many. */
  async moveAllTo(target: Queue): Promise<number> {
    const entries = [...this.#entries.values()];
    await Promise.all(entries.map((entry) => this.#move(entry, target, { receiveCount: 0 })));
    return entries.length;
  }

  /** Stops timers; messages stay on disk. */
  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.length = 0;
  }

  #available(): Entry[] {
    const now = this.now();
    return [...this.#entries.values()].filter(({ visibleAtMs }) => visibleAtMs <= now);
  }

  #byHandle(receiptHandle: string): Entry | undefined {
    const entry = this.#entries.get(receiptHandle.split('.')[0] ?? '');
    return entry?.receiptHandle === receiptHandle ? entry : undefined;
  }

  async #add(message: StoredMessage): Promise<void> {
    await this.store.save(message);
    const visibleAtMs = this.now() + this.config.delaySeconds * 1000;
    this.#entries.set(message.messageId, { message, visibleAtMs });
    this.#schedule();
  }

  /** Before anything asynchronous, so that two consumers never take the same message. */
  #hide(entry: Entry): Entry {
    entry.visibleAtMs = this.now() + this.config.visibilityTimeoutSeconds * 1000;
    entry.receiptHandle = `${entry.message.messageId}.${randomUUID()}`;
    return entry;
  }

  async #countReceive(entry: Entry): Promise<ReceivedMessage | undefined> {
    const { redrive } = this.config;
    if (redrive && this.deadLetterQueue && entry.message.receiveCount >= redrive.maxReceiveCount) {
      await this.#move(entry, this.deadLetterQueue, { sourceArn: this.config.arn });
      return undefined;
    }
    const receiptHandle = entry.receiptHandle ?? '';
    entry.message = {
      ...entry.message,
      receiveCount: entry.message.receiveCount + 1,
      firstReceivedAt: entry.message.firstReceivedAt ?? this.now(),
    };
    // On disk before the consumer has it: a message that kills the service must not come back for ever.
    await this.store.save(entry.message);
    return { ...entry.message, receiptHandle };
  }

  /** The target has it on disk before it leaves here: a crash in between duplicates, never loses. */
  async #move(entry: Entry, target: Queue, changes: Partial<StoredMessage>): Promise<void> {
    await target.#add({ ...entry.message, ...changes });
    this.#entries.delete(entry.message.messageId);
    await this.store.remove(entry.message);
  }

  /** Wakes the listeners when the next message becomes visible. */
  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#listeners.length === 0 || this.#entries.size === 0) return;
    let next = Number.POSITIVE_INFINITY;
    for (const { visibleAtMs } of this.#entries.values()) next = Math.min(next, visibleAtMs);
    const delay = Math.min(Math.max(0, next - this.now()), LONGEST_TIMER_MILLISECONDS);
    this.#timer = setTimeout(() => {
      // Timers may fire a millisecond early, and long delays come in pieces.
      if (next > this.now()) return this.#schedule();
      for (const listener of this.#listeners) listener();
    }, delay);
  }
}
