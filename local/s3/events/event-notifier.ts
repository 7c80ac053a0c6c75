import type { BucketConfig } from '../bucket-config';
import type { StoredObject } from '../store/stored-object';
import type { EventOutbox, StoredEntry } from './event-outbox';
import { eventMessage, type ObjectCreation, wantsEvent } from './event-record';

/** Sends a message to a queue; resolves once the queue has it for good. */
export type Publish = (queueArn: string, message: object) => Promise<void>;

/** An object about to become visible. */
export interface CreatedObject {
  readonly bucket: BucketConfig;
  readonly object: StoredObject;
  readonly eventName: ObjectCreation;
  readonly accessKeyId: string;
  readonly requestId: string;
  readonly sourceIp: string;
}

/** Events that are on disk. */
export interface PreparedEvents {
  /** Publishes them and forgets them. @throws whatever publishing throws; they then stay for the next start. */
  deliver(): Promise<void>;
  /** Forgets them: the object was not written after all. */
  discard(): Promise<void>;
}

/** Announces new objects to the queues that their bucket's notifications name. */
export class EventNotifier {
  #lastSequence = 0n;

  constructor(
    private readonly outbox: EventOutbox,
    private readonly publish: Publish,
    private readonly now: () => Date,
  ) {}

  /**
   * Writes down the events of an object; undefined when nobody wants any. Call it while holding the key, so that
   * sequencers follow the order of the writes.
   */
  async prepare(created: CreatedObject): Promise<PreparedEvents | undefined> {
    const { bucket, object, eventName } = created;
    const sequencer = this.#nextSequencer();
    const messages = bucket.notifications.flatMap((notification, index) => {
      if (!wantsEvent(notification, eventName, object.key)) return [];
      const configurationId = `${bucket.name}-${index}`;
      const facts = { ...created, configurationId, sequencer, eventTime: object.lastModified };
      return [{ queueArn: notification.queueArn, message: { ...eventMessage(facts) } }];
    });
    if (messages.length === 0) return undefined;
    const { key, file: objectFile } = object;
    const stored = await this.outbox.add({ bucket: bucket.name, key, objectFile, messages });
    return { deliver: () => this.#deliver(stored), discard: () => stored.remove() };
  }

  /**
   * Delivers what an earlier process could not. Events of writes that never became visible, or that a later
   * write has replaced (it has its own event), are dropped.
   */
  async deliverLeftovers(find: (bucket: string, key: string) => StoredObject | undefined): Promise<void> {
    for (const stored of await this.outbox.leftovers()) {
      const { bucket, key, objectFile } = stored.entry;
      if (find(bucket, key)?.file === objectFile) await this.#deliver(stored);
      else await stored.remove();
    }
  }

  async #deliver(stored: StoredEntry): Promise<void> {
    for (const { queueArn, message } of stored.entry.messages) await this.publish(queueArn, message);
    await stored.remove();
  }

  /** Time first, so that it grows across restarts, then a counter for events of the same millisecond. */
  #nextSequencer(): string {
    const byTime = BigInt(this.now().getTime()) << 16n;
    this.#lastSequence = byTime > this.#lastSequence ? byTime : this.#lastSequence + 1n;
    return this.#lastSequence.toString(16).toUpperCase().padStart(18, '0');
  }
}
