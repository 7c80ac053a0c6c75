import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { BUCKET, SESSION, startTestServer, type TestServer } from './support/test-server';

const OBJECT = `arn:aws:s3:::${BUCKET}/key`;

describe('permissions', () => {
  let server: TestServer | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  /** A bucket holding `key`, and a client that may do everything but `deny`. */
  const withDenied = async (...deny: string[]) => {
    server = await startTestServer({ deny });
    return server.client(SESSION);
  };
  const target = { Bucket: BUCKET, Key: 'key' };
  const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
  const etag = '"4b3a6218bb3e3a7303e8a171a60fcf92"';

  it.each([
    ['s3:PutObject', new PutObjectCommand({ ...target, Body: 'bytes' })],
    ['s3:GetObject', new GetObjectCommand(target)],
    ['s3:DeleteObject', new DeleteObjectCommand(target)],
    ['s3:PutObject', new CopyObjectCommand({ ...target, CopySource: 'other/source' })],
  ])('needs %s on the object for %p', async (action, command) => {
    const client = await withDenied(`${action} ${OBJECT}`);

    await expect(client.send(command as PutObjectCommand)).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining(`not authorized to perform: ${action} on resource: "${OBJECT}"`),
    });
  });

  it('needs s3:ListBucket on the bucket for a list and for HEAD of it', async () => {
    const client = await withDenied(`s3:ListBucket arn:aws:s3:::${BUCKET}`);

    await expect(client.send(new ListObjectsV2Command({ Bucket: BUCKET }))).rejects.toMatchObject(denied);
    await expect(client.send(new HeadBucketCommand({ Bucket: BUCKET }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('tells that a key is missing only to who may list', async () => {
    const client = await withDenied(`s3:ListBucket arn:aws:s3:::${BUCKET}`);

    await expect(client.send(new GetObjectCommand(target))).rejects.toMatchObject(denied);
    await expect(client.send(new HeadObjectCommand(target))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    await client.send(new PutObjectCommand({ ...target, Body: 'bytes' }));
    await expect(client.send(new GetObjectCommand(target))).resolves.toMatchObject({ ETag: etag });
  });

  it('needs s3:GetObject on the source of a copy', async () => {
    const client = await withDenied('s3:GetObject arn:aws:s3:::other/source');
    await client.send(new PutObjectCommand({ Bucket: 'other', Key: 'source', Body: 'secret' }));

    const copy = client.send(new CopyObjectCommand({ ...target, CopySource: 'other/source' }));

    await expect(copy).rejects.toMatchObject(denied);
  });

  it('needs s3:GetObject too where a condition names an ETag', async () => {
    const client = await withDenied(`s3:GetObject ${OBJECT}`);
    await client.send(new PutObjectCommand({ ...target, Body: 'bytes' }));

    await expect(client.send(new DeleteObjectCommand({ ...target, IfMatch: etag }))).rejects.toMatchObject(
      denied,
    );
    await expect(
      client.send(new PutObjectCommand({ ...target, Body: 'more', IfMatch: etag })),
    ).rejects.toMatchObject(denied);
    await expect(client.send(new DeleteObjectCommand(target))).resolves.toBeDefined();
  });

  it('are asked for each key of a multiple delete', async () => {
    const client = await withDenied(`s3:DeleteObject ${OBJECT}`);
    await client.send(new PutObjectCommand({ ...target, Body: 'bytes' }));

    const answer = await client.send(
      new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: [{ Key: 'key' }, { Key: 'free' }] } }),
    );

    expect(answer.Errors).toMatchObject([{ Key: 'key', Code: 'AccessDenied' }]);
    expect(answer.Deleted).toMatchObject([{ Key: 'free' }]);
    await expect(client.send(new GetObjectCommand(target))).resolves.toBeDefined();
  });

  it('are asked before the body is read', async () => {
    const client = await withDenied(`s3:PutObject ${OBJECT}`);

    const upload = client.send(new PutObjectCommand({ ...target, Body: Buffer.alloc(8_000_000) }));

    await expect(upload).rejects.toMatchObject(denied);
  });
});
