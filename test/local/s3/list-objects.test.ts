import {
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { compareUtf8 } from '../../../local/s3/store/utf8-order';
import { BUCKET, startTestServer, type TestServer } from './support/test-server';

// In the order of their UTF-8 bytes; JavaScript's own order puts the emoji before U+FFFD.
const KEYS = ['!', 'A', 'a', 'a b+c', 'a/1', 'a/2', 'a/sub/3', 'a0', 'b/1', 'ü', '\ufffd', '😀'];

describe('ListObjectsV2', () => {
  let server: TestServer;
  let s3: S3Client;

  beforeAll(async () => {
    server = await startTestServer();
    s3 = server.client();
    for (const Key of KEYS.toReversed())
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }));
  });

  afterAll(() => server.close());

  const list = (more = {}) => s3.send(new ListObjectsV2Command({ Bucket: BUCKET, ...more }));
  const keysOf = (page: { Contents?: { Key?: string | undefined }[] | undefined }) =>
    (page.Contents ?? []).map(({ Key }) => Key);
  const groupsOf = (page: { CommonPrefixes?: { Prefix?: string | undefined }[] | undefined }) =>
    (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix);

  it('lists in UTF-8 byte order', async () => {
    const page = await list();

    expect(keysOf(page)).toEqual(KEYS);
    expect(page).toMatchObject({ KeyCount: KEYS.length, MaxKeys: 1000, IsTruncated: false, Name: BUCKET });
    expect(page.Contents?.[1]).toMatchObject({
      Size: 1,
      ETag: '"7fc56270e7a70fa81a5935b72eacbe29"',
      StorageClass: 'STANDARD',
      LastModified: expect.any(Date),
    });
  });

  it.each([1, 2, 3, 5, 11, 12, 13])('gives each key once in pages of %i', async (pageSize) => {
    const keys: (string | undefined)[] = [];

    for await (const page of paginateListObjectsV2({ client: s3, pageSize }, { Bucket: BUCKET }))
      keys.push(...keysOf(page));

    expect(keys).toEqual(KEYS);
  });

  it('lists below a prefix', async () => {
    expect(keysOf(await list({ Prefix: 'a/' }))).toEqual(['a/1', 'a/2', 'a/sub/3']);
    expect(keysOf(await list({ Prefix: 'none' }))).toEqual([]);
  });

  it('groups by a delimiter', async () => {
    const top = await list({ Delimiter: '/' });
    const below = await list({ Delimiter: '/', Prefix: 'a/' });

    expect(keysOf(top)).toEqual(KEYS.filter((key) => !key.includes('/')));
    expect(groupsOf(top)).toEqual(['a/', 'b/']);
    expect(top.KeyCount).toBe(KEYS.length - 4 + 2);
    expect([keysOf(below), groupsOf(below)]).toEqual([['a/1', 'a/2'], ['a/sub/']]);
  });

  it.each([1, 2, 3])('gives each group once in pages of %i', async (pageSize) => {
    const found: (string | undefined)[] = [];

    for await (const page of paginateListObjectsV2(
      { client: s3, pageSize },
      { Bucket: BUCKET, Delimiter: '/' },
    )) {
      expect(page.KeyCount).toBeLessThanOrEqual(pageSize);
      found.push(...keysOf(page), ...groupsOf(page));
    }

    expect(found.toSorted()).toEqual([...KEYS.filter((key) => !key.includes('/')), 'a/', 'b/'].toSorted());
  });

  it('starts after a key, there or not', async () => {
    expect(keysOf(await list({ StartAfter: 'a0' }))).toEqual(['b/1', 'ü', '\ufffd', '😀']);
    expect(keysOf(await list({ StartAfter: 'zzz' }))).toEqual(['ü', '\ufffd', '😀']);
    expect(keysOf(await list({ StartAfter: '😀' }))).toEqual([]);
  });

  it('encodes keys when asked', async () => {
    const page = await list({ EncodingType: 'url', Prefix: 'a', Delimiter: ' ' });

    expect(groupsOf(page)).toEqual(['a+']);
    expect(keysOf(await list({ EncodingType: 'url', Prefix: 'a b' }))).toEqual(['a+b%2Bc']);
    expect(keysOf(await list({ EncodingType: 'url', Prefix: 'ü' }))).toEqual(['%C3%BC']);
  });

  it('gives nothing for max-keys 0, and at most 1,000', async () => {
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
    expect(await list({ MaxKeys: 5000 })).toMatchObject({ MaxKeys: 1000 });
  });

  it.each([
    [{ ContinuationToken: 'made-up' }, 'InvalidArgument'],
    [{ ContinuationToken: Buffer.from('{"after":1}').toString('base64url') }, 'InvalidArgument'],
    [{ MaxKeys: -1 }, 'InvalidArgument'],
    [{ EncodingType: 'base64' }, 'InvalidArgument'],
    [{ Bucket: 'nowhere' }, 'NoSuchBucket'],
  ])('refuses %p', async (more, name) => {
    await expect(list(more)).rejects.toMatchObject({ name });
  });

  it('does not pretend to be the older ListObjects', async () => {
    await expect(s3.send(new ListObjectsCommand({ Bucket: BUCKET }))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
  });
});

describe('compareUtf8', () => {
  it('orders as the bytes do', () => {
    const texts = [
      '',
      'a',
      'a\u0000',
      'ab',
      'b',
      '\u007f',
      '\u0080',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '\u{10000}',
      '\u{10ffff}',
    ];

    for (const a of texts) {
      for (const b of texts) {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }
    }
  });
});
