import { createHash } from 'node:crypto';
import type { StagedObject, StagedUploads } from '../../../lambdas/core/ports';

/** A staged object as an uploader writes it. */
export interface StagedWrite {
  readonly body: Buffer;
  /** @default image/jpeg */
  readonly contentType?: string;
  readonly filename?: string;
}

/** A staging bucket in memory: the last write under a key wins, and its ETag is its content's, as in S3. */
export class InMemoryStagedUploads implements StagedUploads {
  readonly objects = new Map<
    string,
    Required<Pick<StagedObject, 'body' | 'etag' | 'contentType'>> & StagedObject
  >();

  /** What a client's upload does. */
  write(key: string, { body, contentType = 'image/jpeg', filename }: StagedWrite): void {
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    this.objects.set(key, { body, etag, contentType, ...(filename === undefined ? {} : { filename }) });
  }

  async read(key: string, maxBytes: number): Promise<StagedObject | undefined> {
    const object = this.objects.get(key);
    if (!object || object.body.length <= maxBytes) return object;
    const { body: _tooLarge, ...described } = object;
    return described;
  }

  async exists(key: string): Promise<boolean> {
    return this.objects.has(key);
  }

  async remove(key: string, etag?: string): Promise<void> {
    if (etag === undefined || this.objects.get(key)?.etag === etag) this.objects.delete(key);
  }
}
