import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type {
  ByteSpan,
  DeliveryObjects,
  Derivative,
  OpenedObject,
  OpenOptions,
} from '../core/delivery/delivery-ports';
import { readObject } from './s3-body';

const CONTENT_RANGE = /^bytes (\d+)-(\d+)\/(\d+)$/;

const isMissing = (error: unknown): boolean => error instanceof NoSuchKey || error instanceof NotFound;

/** S3 has a code for it and the SDK no class of its own. */
const isUnsatisfiable = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.name === 'InvalidRange';

/** Beside the derivative: where it is kept is never hidden by a failure of another process. */
const failureKey = (key: string): string => `${key}.failed`;

const opened = (output: GetObjectCommandOutput): OpenedObject => {
  const [, first, last, total] = CONTENT_RANGE.exec(output.ContentRange ?? '') ?? [];
  const span: ByteSpan | undefined = first && last ? { first: Number(first), last: Number(last) } : undefined;
  return {
    contentType: output.ContentType ?? 'application/octet-stream',
    totalBytes: total === undefined ? (output.ContentLength ?? 0) : Number(total),
    // In Node the SDK's body is always a Readable.
    body: output.Body as Readable,
    ...(span ? { span } : {}),
  };
};

/** The images bucket as delivery uses it. Its permissions end at `images/` to read and `derived/` to read and write. */
export class S3DeliveryObjects implements DeliveryObjects {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async open(key: string, { range, headOnly = false }: OpenOptions): Promise<OpenedObject | undefined> {
    if (headOnly) return await this.#head(key);
    try {
      const output = await this.client.send(
        new GetObjectCommand({ Bucket: this.bucket, Key: key, Range: range }),
      );
      return opened(output);
    } catch (error) {
      if (isMissing(error)) return undefined;
      if (!isUnsatisfiable(error)) throw error;
      // The refusal does not say how long the object is, and the answer must.
      const head = await this.#head(key);
      return head && { ...head, span: 'unsatisfiable' };
    }
  }

  read(key: string): Promise<Buffer | undefined> {
    return readObject(this.client, this.bucket, key);
  }

  async keep(key: string, { body, contentType }: Derivative): Promise<void> {
    await this.client.send(
      new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body, ContentType: contentType }),
    );
  }

  async keepFailure(key: string): Promise<void> {
    await this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: failureKey(key), Body: '' }));
  }

  async failedAt(key: string): Promise<Date | undefined> {
    try {
      const { LastModified } = await this.client.send(
        new HeadObjectCommand({ Bucket: this.bucket, Key: failureKey(key) }),
      );
      return LastModified;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async #head(key: string): Promise<OpenedObject | undefined> {
    try {
      const output = await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }));
      return {
        contentType: output.ContentType ?? 'application/octet-stream',
        totalBytes: output.ContentLength ?? 0,
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
}
