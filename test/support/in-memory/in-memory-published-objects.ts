import { derivedPrefix, imagePrefix, publishedPrefix, type UploadTarget } from '../../../lambdas/core/keys';
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
    for (const key of this.#keysBelow(publishedPrefix(target)))
      if (key !== publishedObjectKey) this.objects.delete(key);
  }

  async removeAll(ref: ImageRef, findSpared: () => Promise<string | undefined>): Promise<void> {
    const originals = this.#keysBelow(imagePrefix(ref));
    const spared = await findSpared();
    for (const key of originals)
      if (spared === undefined || !key.startsWith(spared)) this.objects.delete(key);
    for (const key of this.#keysBelow(derivedPrefix(ref))) this.objects.delete(key);
  }

  #keysBelow(prefix: string): string[] {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix));
  }
}
