import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { syncDirectory, writeNewFile } from '../../durable-file';
import { KeyedLock } from './keyed-lock';
import { loadIndex } from './load-index';
import type { ObjectIndex } from './object-index';
import { ObjectPaths } from './object-paths';
import type { ObjectAttributes, StoredObject } from './stored-object';
import { assertWriteCondition, type WriteCondition } from './write-condition';

/** A write. */
export interface ObjectWrite {
  readonly bucket: string;
  readonly key: string;
  /** The bytes; if it throws, nothing is kept. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Asked once all bytes have arrived. */
  readonly describe: () => ObjectAttributes;
  readonly condition?: WriteCondition | undefined;
  /** Runs when the write is certain to be tried and before anyone sees the object. */
  readonly beforeCommit?: (object: StoredObject) => Promise<void>;
}

/** An inclusive range of bytes. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Objects in a folder. Bytes go to a file of their own first; renaming the JSON that names it into place is the
 * one moment at which a write happens, for readers, for other writers and for a crash.
 */
export class ObjectStore {
  readonly #locks = new KeyedLock();

  private constructor(
    private readonly paths: ObjectPaths,
    private readonly index: ObjectIndex,
    private readonly now: () => Date,
  ) {}

  /** Opens the folder, making it if need be, and clears what an earlier crash left. One process at a time. */
  static async open(dataDir: string, now: () => Date): Promise<ObjectStore> {
    const paths = new ObjectPaths(dataDir);
    await rm(paths.incoming, { recursive: true, force: true });
    await mkdir(paths.incoming, { recursive: true });
    await mkdir(paths.objects, { recursive: true });
    return new ObjectStore(paths, await loadIndex(paths.objects), now);
  }

  /** The current object under a key, without its bytes. */
  find(bucket: string, key: string): StoredObject | undefined {
    return this.index.get(bucket, key);
  }

  /** A bucket's objects in UTF-8 byte order of their keys. */
  list(bucket: string): readonly StoredObject[] {
    return this.index.list(bucket);
  }

  /**
   * Opens an object's bytes; undefined when that version has been replaced or deleted meanwhile. Bytes once
   * opened stay readable to the end, whatever happens to the object.
   */
  async openBytes(object: StoredObject, range?: ByteRange): Promise<Readable | undefined> {
    const { folder } = this.paths.metadata(object.bucket, object.key);
    let file: FileHandle;
    try {
      file = await open(join(folder, object.file), 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    return file.createReadStream(range ? { start: range.first, end: range.last } : {});
  }

  /**
   * Stores an object; when the promise resolves, bytes, JSON and names are on disk.
   * @throws S3Error `PreconditionFailed` or `NoSuchKey` by the condition, and whatever `chunks` throws.
   */
  async put(write: ObjectWrite): Promise<StoredObject> {
    const arrived = join(this.paths.incoming, randomUUID());
    const md5 = createHash('md5');
    let bytes = 0;
    const measured = async function* () {
      for await (const chunk of write.chunks) {
        md5.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    };
    try {
      await writeNewFile(arrived, measured());
      const object: StoredObject = {
        ...write.describe(),
        bucket: write.bucket,
        key: write.key,
        file: `${randomUUID()}.bytes`,
        bytes,
        etag: md5.digest('hex'),
        lastModified: this.now().toISOString(),
      };
      await this.#locks.run(`${write.bucket}\0${write.key}`, () => this.#commit(write, object, arrived));
      return object;
    } finally {
      await rm(arrived, { force: true });
    }
  }

  /** Deletes what is there; nothing being there is fine. @throws S3Error by the condition, as `put`. */
  async delete(bucket: string, key: string, condition?: WriteCondition): Promise<void> {
    await this.#locks.run(`${bucket}\0${key}`, async () => {
      const current = this.find(bucket, key);
      assertWriteCondition(condition, current, key);
      if (current === undefined) return;
      const { folder, file } = this.paths.metadata(bucket, key);
      await rm(file);
      await syncDirectory(folder);
      this.index.delete(bucket, key);
      await rm(join(folder, current.file), { force: true });
    });
  }

  async #commit(write: ObjectWrite, object: StoredObject, arrived: string): Promise<void> {
    const current = this.find(write.bucket, write.key);
    assertWriteCondition(write.condition, current, write.key);
    const { folder, file } = this.paths.metadata(write.bucket, write.key);
    if ((await mkdir(folder, { recursive: true })) !== undefined) await syncDirectory(this.paths.objects);
    const json = join(this.paths.incoming, randomUUID());
    try {
      await writeNewFile(json, [Buffer.from(JSON.stringify(object))]);
      await write.beforeCommit?.(object);
      await rename(arrived, join(folder, object.file));
      await rename(json, file);
    } catch (error) {
      await rm(json, { force: true });
      await rm(join(folder, object.file), { force: true });
      throw error;
    }
    try {
      await syncDirectory(folder);
    } finally {
      this.index.set(object);
    }
    if (current !== undefined) await rm(join(folder, current.file), { force: true });
  }
}
