import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { S3StagedUploads } from '../../../lambdas/adapters/s3-staged-uploads';

const KEY = 'staging/hash/key.nonce';
const s3 = mockClient(S3Client);
const uploads = new S3StagedUploads(new S3Client({ region: 'eu-west-1' }), 'staging-bucket');

const failure = (name: string, status: number) =>
  new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode: status }, message: name });

const body = (bytes: Buffer) => {
  const stream = Readable.from([bytes]);
  const consume = jest.fn(async () => new Uint8Array(bytes));
  return { stream, consume, sdkBody: Object.assign(stream, { transformToByteArray: consume }) as never };
};

beforeEach(() => s3.reset());

describe('reading a staged upload', () => {
  it('returns bytes, ETag, declared type and the file name it was posted with', async () => {
    s3.on(GetObjectCommand, { Bucket: 'staging-bucket', Key: KEY }).resolves({
      Body: body(Buffer.from('bytes')).sdkBody,
      ContentLength: 5,
      ContentType: 'image/png',
      ETag: '"e1"',
      Metadata: { filename: '=?UTF-8?B?54yr?=.png' },
    });

    expect(await uploads.read(KEY, 5)).toEqual({
      body: Buffer.from('bytes'),
      etag: '"e1"',
      contentType: 'image/png',
      filename: '猫.png',
    });
  });

  it('does not read an object that is too large, and lets go of its connection', async () => {
    const { stream, consume, sdkBody } = body(Buffer.from('bytes'));
    s3.on(GetObjectCommand).resolves({ Body: sdkBody, ContentLength: 6, ETag: '"e1"' });

    expect(await uploads.read(KEY, 5)).toEqual({ etag: '"e1"', contentType: '' });

    expect(consume).not.toHaveBeenCalled();
    expect(stream.destroyed).toBe(true);
  });

  it('returns an empty body for an empty object', async () => {
    s3.on(GetObjectCommand).resolves({ ContentLength: 0, ETag: '"e1"' });

    expect(await uploads.read(KEY, 5)).toMatchObject({ body: Buffer.alloc(0) });
  });

  it('finds nothing when there is nothing', async () => {
    s3.on(GetObjectCommand).rejects(new NoSuchKey({ $metadata: {}, message: 'no such key' }));

    expect(await uploads.read(KEY, 5)).toBeUndefined();
  });

  it('takes a 403 for an absence only when the listing shows none', async () => {
    s3.on(GetObjectCommand).rejects(failure('AccessDenied', 403));
    s3.on(ListObjectsV2Command)
      .resolvesOnce({})
      .resolves({ Contents: [{ Key: KEY }] });

    expect(await uploads.read(KEY, 5)).toBeUndefined();
    await expect(uploads.read(KEY, 5)).rejects.toThrow('AccessDenied');
  });

  it('passes every other fault on', async () => {
    s3.on(GetObjectCommand).rejects(failure('SlowDown', 503));

    await expect(uploads.read(KEY, 5)).rejects.toThrow('SlowDown');
  });
});

describe('whether a staged upload exists', () => {
  it.each([
    ['the key itself', [{ Key: KEY }], true],
    ['a longer key only', [{ Key: `${KEY}x` }], false],
    ['nothing', undefined, false],
  ])('is told by a listing of %s', async (_case, contents, expected) => {
    s3.on(ListObjectsV2Command, { Bucket: 'staging-bucket', Prefix: KEY }).resolves({ Contents: contents });

    expect(await uploads.exists(KEY)).toBe(expected);
  });
});

describe('removing a staged upload', () => {
  it('deletes the version that was read and no other', async () => {
    s3.on(DeleteObjectCommand).resolves({});

    await uploads.remove(KEY, '"e1"');
    await uploads.remove(KEY);

    expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: 'staging-bucket', Key: KEY, IfMatch: '"e1"' },
      { Bucket: 'staging-bucket', Key: KEY },
    ]);
  });

  it.each([
    ['another version took its place', 'PreconditionFailed', 412],
    ['it is gone', 'NoSuchKey', 404],
  ])('is content when %s', async (_case, name, status) => {
    s3.on(DeleteObjectCommand).rejects(failure(name, status));

    await expect(uploads.remove(KEY, '"e1"')).resolves.toBeUndefined();
  });

  it('takes a 403 for an absence only when the listing shows none', async () => {
    s3.on(DeleteObjectCommand).rejects(failure('AccessDenied', 403));
    s3.on(ListObjectsV2Command)
      .resolvesOnce({})
      .resolves({ Contents: [{ Key: KEY }] });

    await expect(uploads.remove(KEY, '"e1"')).resolves.toBeUndefined();
    await expect(uploads.remove(KEY, '"e1"')).rejects.toThrow('AccessDenied');
  });

  it.each([
    ['ConditionalRequestConflict', 409],
    ['SlowDown', 503],
  ])('passes %s on, so that it is tried again', async (name, status) => {
    s3.on(DeleteObjectCommand).rejects(failure(name, status));

    await expect(uploads.remove(KEY, '"e1"')).rejects.toThrow(name);
  });
});
