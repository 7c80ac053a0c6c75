import { Readable } from 'node:stream';
import { GetObjectCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { etagOf } from './support/object-actions';
import { BUCKET } from './support/test-server';
import { useTestServer } from './support/use-test-server';

describe('objects, by the AWS SDK', () => {
  const suite = useTestServer();
  const { put, get } = suite;

  it('gives back the bytes, the type and everything that was said about them', async () => {
    const answer = await put('folder/a file.png', 'bytes', {
      ContentType: 'image/png',
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a.png"',
      Metadata: { owner: 'me', title: 'größer' },
    });

    const got = await get('folder/a file.png');

    expect(answer.ETag).toBe(etagOf('bytes'));
    expect(got).toMatchObject({
      ETag: etagOf('bytes'),
      ContentType: 'image/png',
      ContentLength: 5,
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a.png"',
      AcceptRanges: 'bytes',
      ServerSideEncryption: 'AES256',
    });
    expect(got.bytes.toString()).toBe('bytes');
    expect(got.Metadata).toEqual({ owner: 'me', title: '=?UTF-8?B?Z3LDtsOfZXI=?=' });
  });

  it('stores a stream of unknown hash as aws-chunked with a trailing checksum', async () => {
    const bytes = Buffer.alloc(300_000, 'abc');

    const answer = await put('stream', Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]), {
      ContentLength: bytes.length,
      ContentEncoding: 'gzip',
    });

    const got = await get('stream', { ChecksumMode: 'ENABLED' });
    expect(answer.ChecksumCRC32).toBeTruthy();
    expect(got.bytes.equals(bytes)).toBe(true);
    expect(got.ContentEncoding).toBe('gzip');
    expect(got.ChecksumCRC32).toBe(answer.ChecksumCRC32);
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'verifies and returns a %s checksum',
    async (algorithm) => {
      const answer = await put(`checksum-${algorithm}`, 'checked bytes', { ChecksumAlgorithm: algorithm });

      const got = await get(`checksum-${algorithm}`, { ChecksumMode: 'ENABLED' });

      expect(answer[`Checksum${algorithm}`]).toBeTruthy();
      expect(got[`Checksum${algorithm}`]).toBe(answer[`Checksum${algorithm}`]);
      expect(got.bytes.toString()).toBe('checked bytes');
    },
  );

  it('stores an empty object', async () => {
    await put('empty', Buffer.alloc(0));

    const got = await get('empty');

    expect(got).toMatchObject({
      ContentLength: 0,
      ETag: etagOf(''),
      ContentType: 'application/octet-stream',
    });
    expect(got.bytes).toHaveLength(0);
  });

  it('sends large bodies only after 100 Continue and stores them whole', async () => {
    const bytes = Buffer.alloc(5_000_000, 'x');

    await put('large', bytes);

    expect((await get('large')).ETag).toBe(etagOf(bytes));
  });

  it.each([
    '../outside',
    '..',
    'a/../../b',
    '/leading',
    'a//b',
    'ünïcode 😀',
    'plus+and space',
    'q?#&=%\'"<>',
    '.',
    '%2e%2e',
  ])('treats %p as a name like any other', async (key) => {
    await put(key, key);

    const got = await get(key);

    expect(got.bytes.toString()).toBe(key);
  });

  it('refuses a key of more than 1,024 bytes, counted in UTF-8', async () => {
    await expect(put('ü'.repeat(512), 'fits')).resolves.toBeDefined();

    await expect(put(`${'ü'.repeat(512)}a`, 'too long')).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  it('refuses more than 2 KB of user metadata', async () => {
    await expect(put('meta', 'x', { Metadata: { big: 'x'.repeat(2045) } })).resolves.toBeDefined();

    await expect(put('meta', 'x', { Metadata: { big: 'x'.repeat(2046) } })).rejects.toMatchObject({
      name: 'MetadataTooLarge',
    });
  });

  it('knows which buckets there are', async () => {
    await expect(suite.s3.send(new HeadBucketCommand({ Bucket: BUCKET }))).resolves.toBeDefined();

    await expect(suite.s3.send(new HeadBucketCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(suite.s3.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'a' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});
