import {
  DeleteObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { derivedPrefix, imagePrefix, publishedPrefix, type UploadTarget } from '../core/keys';
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
    for await (const keys of this.#pagesBelow(publishedPrefix(target)))
      await this.#remove(keys.filter((key) => key !== publishedObjectKey));
  }

  async removeAll(ref: ImageRef, findSpared: () => Promise<string | undefined>): Promise<void> {
    const originals: string[] = [];
    for await (const keys of this.#pagesBelow(imagePrefix(ref))) originals.push(...keys);
    const spared = await findSpared();
    await this.#remove(originals.filter((key) => spared === undefined || !key.startsWith(spared)));
    for await (const keys of this.#pagesBelow(derivedPrefix(ref))) await this.#remove(keys);
  }

  async *#pagesBelow(prefix: string): AsyncGenerator<readonly string[]> {
    const pages = paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket, Prefix: prefix });
    for await (const { Contents = [] } of pages) yield Contents.flatMap(({ Key }) => Key ?? []);
  }

  /** One request for each object: a bulk delete reports failures inside a 200 answer, which nobody retries. */
  async #remove(keys: readonly string[]): Promise<void> {
    await Promise.all(
      keys.map((key) => this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }))),
    );
  }
}
