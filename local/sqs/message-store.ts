import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../durable-file';
import type { StoredMessage } from './message';

/** The messages of one queue on disk, one JSON file each. */
export class MessageStore {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** All messages, oldest first; half-written files of a crash are not messages. */
  load(): StoredMessage[] {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.json'))
      .map((name): StoredMessage => JSON.parse(readFileSync(join(this.folder, name), 'utf8')))
      .sort((left, right) => left.sentAt - right.sentAt);
  }

  /** Resolves when the message would survive a power cut. */
  save(message: StoredMessage): Promise<void> {
    return writeDurably(this.#path(message), JSON.stringify(message));
  }

  remove(message: StoredMessage): Promise<void> {
    return rm(this.#path(message), { force: true });
  }

  #path({ messageId }: StoredMessage): string {
    return join(this.folder, `${messageId}.json`);
  }
}
