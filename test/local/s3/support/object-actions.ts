import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { BUCKET } from './test-server';

/** The ETag of an object with these bytes. */
export const etagOf = (bytes: string | Buffer): string =>
  `"${createHash('md5').update(bytes).digest('hex')}"`;

/** Puts and gets in the test bucket by the SDK; `client` is asked anew each time, as tests set it up late. */
export const objectActions = (client: () => S3Client) => ({
  put: (key: string, body: string | Buffer | Readable, more = {}) =>
    client().send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body, ...more })),
  get: async (key: string, more = {}) => {
    const answer = await client().send(new GetObjectCommand({ Bucket: BUCKET, Key: key, ...more }));
    return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
  },
});
