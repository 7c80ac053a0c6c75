import type { StoredObject } from './stored-object';
import { compareUtf8 } from './utf8-order';

/** All objects without their bytes, in memory; the files on disk are the truth and this is built from them. */
export class ObjectIndex {
  readonly #buckets = new Map<string, Map<string, StoredObject>>();
  readonly #sorted = new Map<string, StoredObject[]>();

  /** The object under a key. */
  get(bucket: string, key: string): StoredObject | undefined {
    return this.#buckets.get(bucket)?.get(key);
  }

  /** Adds or replaces an object. */
  set(object: StoredObject): void {
    const bucket = this.#buckets.get(object.bucket) ?? new Map<string, StoredObject>();
    this.#buckets.set(object.bucket, bucket.set(object.key, object));
    this.#sorted.delete(object.bucket);
  }

  /** Forgets an object. */
  delete(bucket: string, key: string): void {
    this.#buckets.get(bucket)?.delete(key);
    this.#sorted.delete(bucket);
  }

  /** A bucket's objects by key, in UTF-8 byte order. */
  list(bucket: string): readonly StoredObject[] {
    const known = this.#sorted.get(bucket);
    if (known) return known;
    const objects = [...(this.#buckets.get(bucket)?.values() ?? [])].sort((a, b) =>
      compareUtf8(a.key, b.key),
    );
    this.#sorted.set(bucket, objects);
    return objects;
  }
}
