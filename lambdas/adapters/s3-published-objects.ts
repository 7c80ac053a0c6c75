import {
  DeleteObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { derivedPrefix, publishedPrefix, type UploadTarget } from '../core/keys';
import type { ImageRef, PublishedObjects } from '../core/ports';
import { readObject } from './s3-body';

/** Checked bytes in the images bucket. */
export class S3PublishedObjects implements PublishedObjects {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async put(key: string, body: Buffer, contentType: string): Promise<void> {
    await this.client.send(
      new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body, ContentType: contentType }),
    );
  }

  get(key: string): Promise<Buffer | undefined> {
    return readObject(this.client, this.bucket, key);
  }

  async removeLosers(target: UploadTarget, publishedObjectKey?: string): Promise<void> {
    await this.#removeBelow(publishedPrefix(target), publishedObjectKey);
  }

  async removeAll(ref: ImageRef, objectKey: string): Promise<void> {
    await this.#removeBelow(objectKey.slice(0, objectKey.lastIndexOf('/') + 1));
    await this.#removeBelow(derivedPrefix(ref));
  }

  /** One request for each object: a bulk delete reports failures inside a 200 answer, which nobody retries. */
  async #removeBelow(prefix: string, spared?: string): Promise<void> {
    const pages = paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket, Prefix: prefix });
    for await (const page of pages) {
      const keys = (page.Contents ?? []).flatMap(({ Key }) => (Key && Key !== spared ? [Key] : []));
      await Promise.all(
        keys.map((key) => this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }))),
      );
    }
  }
}
