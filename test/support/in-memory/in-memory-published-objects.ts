import { derivedPrefix, publishedPrefix, type UploadTarget } from '../../../lambdas/core/keys';
import type { ImageRef, PublishedObjects } from '../../../lambdas/core/ports';

/** An images bucket in memory. */
export class InMemoryPublishedObjects implements PublishedObjects {
  readonly objects = new Map<string, { readonly body: Buffer; readonly contentType: string }>();

  async put(key: string, body: Buffer, contentType: string): Promise<void> {
    this.objects.set(key, { body, contentType });
  }

  async get(key: string): Promise<Buffer | undefined> {
    return this.objects.get(key)?.body;
  }

  async removeLosers(target: UploadTarget, publishedObjectKey?: string): Promise<void> {
    this.#removeBelow(publishedPrefix(target), publishedObjectKey);
  }

  async removeAll(ref: ImageRef, objectKey: string): Promise<void> {
    this.#removeBelow(objectKey.slice(0, objectKey.lastIndexOf('/') + 1));
    this.#removeBelow(derivedPrefix(ref));
  }

  #removeBelow(prefix: string, spared?: string): void {
    for (const key of this.objects.keys())
      if (key.startsWith(prefix) && key !== spared) this.objects.delete(key);
  }
}
