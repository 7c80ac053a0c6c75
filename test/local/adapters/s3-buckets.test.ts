import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { S3PublishedObjects } from '../../../lambdas/adapters/s3-published-objects';
import { S3StagedUploads } from '../../../lambdas/adapters/s3-staged-uploads';
import type { StagedWrite } from '../../support/in-memory/in-memory-staged-uploads';
import { describePublishedObjects } from '../../support/ports/published-objects-behaviour';
import { describeStagedUploads } from '../../support/ports/staged-uploads-behaviour';
import { BUCKET, startTestServer, type TestServer } from '../s3/support/test-server';

let server: TestServer;
let client: S3Client;

beforeAll(async () => {
  server = await startTestServer();
  client = server.client();
});

afterAll(async () => {
  await server.close();
});

beforeEach(async () => {
  const { Contents: objects = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  for (const { Key } of objects) await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
});

const write = async (key: string, { body, contentType, filename }: StagedWrite): Promise<void> => {
  await client.send(
    new PutObjectCommand({
      Bucket: BUCKET,
      Key: key,
      Body: body,
      ContentType: contentType ?? 'image/jpeg',
      // Headers are ASCII; S3 hands other text back in this form, whatever form it came in.
      ...(filename
        ? { Metadata: { filename: `=?UTF-8?B?${Buffer.from(filename).toString('base64')}?=` } }
        : {}),
    }),
  );
};

describe('a staging bucket in S3', () => {
  describeStagedUploads(async () => ({ staged: new S3StagedUploads(client, BUCKET), write }));
});

describe('an images bucket in S3', () => {
  describePublishedObjects(async () => new S3PublishedObjects(client, BUCKET));
});
