import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  NoSuchKey,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { StagedObject, StagedUploads } from '../core/ports';
import { readBody } from './s3-body';
import { decodeMetadataText } from './s3-metadata-text';

/** Metadata entry that a presigned POST may carry: what the client called its file. */
const FILENAME_METADATA = 'filename';

const hasStatus = (error: unknown, ...statuses: number[]): boolean =>
  error instanceof S3ServiceException && statuses.includes(error.$metadata.httpStatusCode ?? 0);

const describe = (output: GetObjectCommandOutput): Omit<StagedObject, 'body'> => {
  const filename = output.Metadata?.[FILENAME_METADATA];
  return {
    etag: output.ETag ?? '',
    contentType: output.ContentType ?? '',
    ...(filename ? { filename: decodeMetadataText(filename) } : {}),
  };
};

/**
 * Uploads as they wait in the staging bucket. Whether a key exists is asked by listing: with permissions for one
 * prefix only, S3 answers 403 instead of 404 for an object that is not there, and a real refusal must not be taken
 * for an absence.
 */
export class S3StagedUploads implements StagedUploads {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async read(key: string, maxBytes: number): Promise<StagedObject | undefined> {
    try {
      const output = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      if ((output.ContentLength ?? 0) > maxBytes) {
        // An unread body would keep its connection busy until S3 gives up on it.
        (output.Body as { destroy?: () => void } | undefined)?.destroy?.();
        return describe(output);
      }
      return { ...describe(output), body: await readBody(output) };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      if (hasStatus(error, 403) && !(await this.exists(key))) return undefined;
      throw error;
    }
  }

  async exists(key: string): Promise<boolean> {
    const listing = await this.client.send(
      new ListObjectsV2Command({ Bucket: this.bucket, Prefix: key, MaxKeys: 1 }),
    );
    return listing.Contents?.[0]?.Key === key;
  }

  async remove(key: string, etag?: string): Promise<void> {
    try {
      await this.client.send(
        new DeleteObjectCommand({ Bucket: this.bucket, Key: key, ...(etag ? { IfMatch: etag } : {}) }),
      );
    } catch (error) {
      // 412: another upload took its place; 404: another delivery of the event deleted it.
      if (hasStatus(error, 404, 412)) return;
      if (hasStatus(error, 403) && !(await this.exists(key))) return;
      throw error;
    }
  }
}
