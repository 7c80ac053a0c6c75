import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { syncDirectory, writeNewFile } from '../../durable-file';

const entrySchema = z.strictObject({
  bucket: z.string(),
  key: z.string(),
  /** The `file` of the object that the messages are about. */
  objectFile: z.string(),
  messages: z.array(z.strictObject({ queueArn: z.string(), message: z.record(z.string(), z.unknown()) })),
});

/** Messages about one write of one object. */
export type OutboxEntry = z.infer<typeof entrySchema>;

/** An entry on disk. */
export interface StoredEntry {
  readonly entry: OutboxEntry;
  remove(): Promise<void>;
}

/**
 * Messages that are on disk and not yet delivered. An entry is written before its object is visible, so a crash
 * at any moment leaves either no object or an object whose event is still known: S3 delivers at least once, too.
 */
export class EventOutbox {
  private constructor(private readonly folder: string) {}

  /** Opens the folder, making it if need be. */
  static async open(folder: string): Promise<EventOutbox> {
    await mkdir(folder, { recursive: true });
    return new EventOutbox(folder);
  }

  /** Writes an entry; it is on disk when the promise resolves. */
  async add(entry: OutboxEntry): Promise<StoredEntry> {
    const path = join(this.folder, `${randomUUID()}.json`);
    await writeNewFile(path, [Buffer.from(JSON.stringify(entry))]);
    await syncDirectory(this.folder);
    return this.#stored(path, entry);
  }

  /** What an earlier process left. A half-written entry is dropped: its object was never written. */
  async leftovers(): Promise<StoredEntry[]> {
    const found: StoredEntry[] = [];
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const entry = parseEntry(await readFile(path, 'utf8'));
      if (entry === undefined) await rm(path);
      else found.push(this.#stored(path, entry));
    }
    return found;
  }

  #stored(path: string, entry: OutboxEntry): StoredEntry {
    // Not synced: an entry that comes back after a crash is delivered once more, which S3 may do as well.
    return { entry, remove: () => rm(path) };
  }
}

const parseEntry = (json: string): OutboxEntry | undefined => {
  try {
    return entrySchema.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
};
