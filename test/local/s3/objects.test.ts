import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { errorCode, rawRequest } from './support/raw-request';
import { signHeaders } from './support/sign-request';
import { ADMIN, BUCKET, startTestServer, type TestServer } from './support/test-server';

const md5 = (bytes: string | Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;

describe('objects, by the AWS SDK', () => {
  let server: TestServer;
  let s3: S3Client;

  beforeAll(async () => {
    server = await startTestServer();
    s3 = server.client();
  });

  afterAll(async () => {
    await server.close();
    expect(server.unexpected).toEqual([]);
  });

  const put = (key: string, body: string | Buffer | Readable, more = {}) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body, ...more }));
  const get = async (key: string, more = {}) => {
    const answer = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key, ...more }));
    return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
  };

  it('gives back the bytes, the type and everything that was said about them', async () => {
    const answer = await put('folder/a file.png', 'bytes', {
      ContentType: 'image/png',
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a.png"',
      Metadata: { owner: 'me', title: 'größer' },
    });

    const got = await get('folder/a file.png');

    expect(answer.ETag).toBe(md5('bytes'));
    expect(got).toMatchObject({
      ETag: md5('bytes'),
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

    expect(got).toMatchObject({ ContentLength: 0, ETag: md5(''), ContentType: 'application/octet-stream' });
    expect(got.bytes).toHaveLength(0);
  });

  it('sends large bodies only after 100 Continue and stores them whole', async () => {
    const bytes = Buffer.alloc(5_000_000, 'x');

    await put('large', bytes);

    expect((await get('large')).ETag).toBe(md5(bytes));
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

  describe('ranges', () => {
    beforeAll(() => put('ten', '0123456789'));

    it.each([
      ['bytes=0-3', '0123', 'bytes 0-3/10'],
      ['bytes=4-', '456789', 'bytes 4-9/10'],
      ['bytes=-3', '789', 'bytes 7-9/10'],
      ['bytes=-99', '0123456789', 'bytes 0-9/10'],
      ['bytes=8-99', '89', 'bytes 8-9/10'],
      ['bytes=9-9', '9', 'bytes 9-9/10'],
    ])('answers %s with that part', async (Range, body, ContentRange) => {
      const got = await get('ten', { Range });

      expect(got.bytes.toString()).toBe(body);
      expect(got.ContentRange).toBe(ContentRange);
      expect(got.$metadata.httpStatusCode).toBe(206);
    });

    it.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('answers %s with 416', async (Range) => {
      await expect(get('ten', { Range })).rejects.toMatchObject({
        name: 'InvalidRange',
        $metadata: { httpStatusCode: 416 },
      });
    });

    it.each(['bytes=5-2', 'bytes=a-b', 'bytes=-', 'lines=1-2', 'bytes=0-1,3-4'])(
      'ignores %s and sends everything',
      async (Range) => {
        const got = await get('ten', { Range });

        expect(got.$metadata.httpStatusCode).toBe(200);
        expect(got.bytes.toString()).toBe('0123456789');
      },
    );

    it('answers any suffix of an empty object with 416', async () => {
      await put('nothing', Buffer.alloc(0));

      await expect(get('nothing', { Range: 'bytes=-5' })).rejects.toMatchObject({ name: 'InvalidRange' });
    });
  });

  describe('conditions of reads', () => {
    beforeAll(() => put('conditional', 'v1'));

    it('answers 304 when the reader has this version', async () => {
      await expect(get('conditional', { IfNoneMatch: md5('v1') })).rejects.toMatchObject({
        $metadata: { httpStatusCode: 304 },
      });
      await expect(
        get('conditional', { IfModifiedSince: new Date(Date.now() + 5000) }),
      ).rejects.toMatchObject({
        $metadata: { httpStatusCode: 304 },
      });
    });

    it('answers 412 when another version was expected', async () => {
      await expect(get('conditional', { IfMatch: md5('v0') })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      await expect(get('conditional', { IfUnmodifiedSince: new Date(0) })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
    });

    it('lets a date decide nothing that does not parse', async () => {
      const send = async (name: string) => {
        const signed = await signHeaders(server.port, ADMIN, {
          method: 'GET',
          path: `/${BUCKET}/conditional`,
        });
        return rawRequest(server.port, {
          path: signed.path,
          headers: { ...signed.headers, [name]: 'yesterday' },
        });
      };

      expect([(await send('if-modified-since')).status, (await send('if-unmodified-since')).status]).toEqual([
        200, 200,
      ]);
    });

    it('sends the object when the conditions hold, ETags deciding before dates', async () => {
      const got = await get('conditional', { IfMatch: md5('v1'), IfUnmodifiedSince: new Date(0) });

      expect(got.bytes.toString()).toBe('v1');
      await expect(get('conditional', { IfNoneMatch: md5('v0') })).resolves.toBeDefined();
    });
  });

  it('continues a range only of the version that the reader has', async () => {
    await put('resumed', '0123456789');
    const ranged = async (ifRange: string) => {
      const command = new GetObjectCommand({ Bucket: BUCKET, Key: 'resumed', Range: 'bytes=5-' });
      command.middlewareStack.add(
        (next) => (args) => {
          (args.request as { headers: Record<string, string> }).headers['if-range'] = ifRange;
          return next(args);
        },
        { step: 'build' },
      );
      return (await s3.send(command)).$metadata.httpStatusCode;
    };

    expect(await ranged(md5('0123456789'))).toBe(206);
    expect(await ranged(md5('another version'))).toBe(200);
  });

  it('lets a reader choose headers of the answer', async () => {
    await put('override', 'x', { ContentType: 'text/html' });

    const got = await get('override', {
      ResponseContentType: 'text/plain',
      ResponseContentDisposition: 'attachment; filename="x.txt"',
      ResponseCacheControl: 'no-store',
    });

    expect(got).toMatchObject({
      ContentType: 'text/plain',
      ContentDisposition: 'attachment; filename="x.txt"',
      CacheControl: 'no-store',
    });
  });

  it('refuses to put a line break into a header of the answer', async () => {
    await put('override', 'x');

    await expect(
      get('override', { ResponseContentType: 'text/plain\r\nset-cookie: a=b' }),
    ).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
  });

  it('describes an object on HEAD without sending it', async () => {
    await put('head', 'abc', { ContentType: 'image/gif' });

    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'head' }));

    expect(head).toMatchObject({ ContentLength: 3, ContentType: 'image/gif', ETag: md5('abc') });
    await expect(s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'no' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('knows which buckets there are', async () => {
    await expect(s3.send(new HeadBucketCommand({ Bucket: BUCKET }))).resolves.toBeDefined();

    await expect(s3.send(new HeadBucketCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(s3.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'a' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  describe('copies', () => {
    const copy = (key: string, source: string, more = {}) =>
      s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key: key, CopySource: source, ...more }));

    beforeAll(() => put('original ü+', 'original', { ContentType: 'image/webp', Metadata: { a: '1' } }));

    it('copies bytes and what is known of them', async () => {
      const answer = await copy('copied', `${BUCKET}/${encodeURIComponent('original ü+')}`);

      const got = await get('copied');
      expect(answer.CopyObjectResult?.ETag).toBe(md5('original'));
      expect(got).toMatchObject({ ContentType: 'image/webp', Metadata: { a: '1' } });
      expect(got.bytes.toString()).toBe('original');
    });

    it('replaces what is known of them when asked', async () => {
      await copy('copied', `/${BUCKET}/${encodeURIComponent('original ü+')}`, {
        MetadataDirective: 'REPLACE',
        ContentType: 'image/png',
        Metadata: { b: '2' },
      });

      expect(await get('copied')).toMatchObject({ ContentType: 'image/png', Metadata: { b: '2' } });
    });

    it('copies only the version that was meant', async () => {
      await put('source', 'now');

      await expect(
        copy('target', `${BUCKET}/source`, { CopySourceIfMatch: md5('then') }),
      ).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      await expect(
        copy('target', `${BUCKET}/source`, { CopySourceIfNoneMatch: md5('now') }),
      ).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      await expect(get('target')).rejects.toMatchObject({ name: 'NoSuchKey' });
    });

    it('refuses sources and directives that are none', async () => {
      await expect(copy('target', 'no-key')).rejects.toMatchObject({ name: 'InvalidArgument' });
      await expect(
        copy('target', `${BUCKET}/original`, { MetadataDirective: 'MERGE' as 'COPY' }),
      ).rejects.toMatchObject({ name: 'NoSuchKey' });
      await expect(
        copy('target', `${BUCKET}/${encodeURIComponent('original ü+')}`, {
          MetadataDirective: 'MERGE' as 'COPY',
        }),
      ).rejects.toMatchObject({ name: 'InvalidArgument' });
    });

    it('refuses a missing source, another bucket that is none, a version and a copy onto itself', async () => {
      await expect(copy('target', `${BUCKET}/missing`)).rejects.toMatchObject({ name: 'NoSuchKey' });
      await expect(copy('target', 'nowhere/key')).rejects.toMatchObject({ name: 'NoSuchBucket' });
      await expect(copy('target', `${BUCKET}/source?versionId=1`)).rejects.toMatchObject({
        name: 'NotImplemented',
      });
      await expect(copy('source', `${BUCKET}/source`)).rejects.toMatchObject({ name: 'InvalidRequest' });
    });
  });

  describe('deletes', () => {
    const remove = (key: string, more = {}) =>
      s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key, ...more }));

    it('deletes an object, and succeeds when there is none', async () => {
      await put('doomed', 'x');

      const first = await remove('doomed');
      const second = await remove('doomed');

      expect([first.$metadata.httpStatusCode, second.$metadata.httpStatusCode]).toEqual([204, 204]);
      await expect(get('doomed')).rejects.toMatchObject({ name: 'NoSuchKey' });
    });

    it('deletes only the version that was meant', async () => {
      await put('versioned', 'new');

      await expect(remove('versioned', { IfMatch: md5('old') })).rejects.toMatchObject({
        name: 'PreconditionFailed',
        $metadata: { httpStatusCode: 412 },
      });
      expect((await get('versioned')).bytes.toString()).toBe('new');

      await remove('versioned', { IfMatch: md5('new') });
      await expect(remove('versioned', { IfMatch: md5('new') })).rejects.toMatchObject({ name: 'NoSuchKey' });
    });

    it('deletes many at once, each with its own outcome', async () => {
      await put('many/<a&b>', 'a');
      await put('many/ü', 'b');

      const answer = await s3.send(
        new DeleteObjectsCommand({
          Bucket: BUCKET,
          Delete: {
            Objects: [{ Key: 'many/<a&b>' }, { Key: 'many/ü', ETag: md5('z') }, { Key: 'many/none' }],
          },
        }),
      );

      expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(['many/<a&b>', 'many/none']);
      expect(answer.Errors).toMatchObject([{ Key: 'many/ü', Code: 'PreconditionFailed' }]);
      expect((await get('many/ü')).bytes.toString()).toBe('b');
    });

    it('refuses lists of keys that are none, unprotected or hold what this server does not have', async () => {
      const send = async (body: string, headers: Record<string, string> = {}) => {
        const contentMd5 = createHash('md5').update(body).digest('base64');
        const signable = { method: 'POST', path: `/${BUCKET}`, query: { delete: '' }, body };
        const signed = await signHeaders(server.port, ADMIN, {
          ...signable,
          headers: { 'content-md5': contentMd5, ...headers },
        });
        const { path, headers: all } = signed;
        const length = { 'content-length': String(Buffer.byteLength(body)) };
        const answer = await rawRequest(server.port, {
          method: 'POST',
          path,
          headers: { ...all, ...length },
          body,
        });
        return errorCode(answer.body);
      };
      const keys = (count: number) => '<Object><Key>k</Key></Object>'.repeat(count);

      expect(await send('<Delete/>')).toBe('MalformedXML');
      expect(await send('<Other><Object><Key>k</Key></Object></Other>')).toBe('MalformedXML');
      expect(await send('<Delete><Object/></Delete>')).toBe('MalformedXML');
      expect(await send(`<Delete>${keys(1001)}</Delete>`)).toBe('MalformedXML');
      expect(await send('<Delete><Object><Key>k</Key><VersionId>1</VersionId></Object></Delete>')).toBe(
        'NotImplemented',
      );
      expect(
        await send(`<Delete>${keys(1)}</Delete>`, { 'content-md5': createHash('md5').digest('base64') }),
      ).toBe('BadDigest');
    });

    it('tells only of failures when asked to be quiet', async () => {
      const answer = await s3.send(
        new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Quiet: true, Objects: [{ Key: 'quiet' }] } }),
      );

      expect(answer.Deleted).toBeUndefined();
      expect(answer.Errors).toBeUndefined();
    });
  });

  describe('conditional writes', () => {
    it('writes once only with If-None-Match: *', async () => {
      await put('once', 'first', { IfNoneMatch: '*' });

      await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
        name: 'PreconditionFailed',
        $metadata: { httpStatusCode: 412 },
      });
      expect((await get('once')).bytes.toString()).toBe('first');
    });

    it('lets exactly one of many racing writers win, and keeps the bytes of the winner', async () => {
      const bodies = Array.from({ length: 20 }, (_, index) => `writer ${index}`.repeat(1000));

      const outcomes = await Promise.allSettled(
        bodies.map((body) => put('race', body, { IfNoneMatch: '*' })),
      );

      const winners = outcomes.flatMap((outcome, index) => (outcome.status === 'fulfilled' ? [index] : []));
      expect(winners).toHaveLength(1);
      expect((await get('race')).bytes.toString()).toBe(bodies[winners[0] ?? -1]);
      expect(
        outcomes.filter(
          (outcome) => outcome.status === 'rejected' && outcome.reason.name !== 'PreconditionFailed',
        ),
      ).toEqual([]);
    });

    it('replaces only the version that was meant with If-Match', async () => {
      await put('match', 'v1');

      await put('match', 'v2', { IfMatch: md5('v1') });

      await expect(put('match', 'v3', { IfMatch: md5('v1') })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      await expect(put('nobody', 'v1', { IfMatch: md5('v1') })).rejects.toMatchObject({ name: 'NoSuchKey' });
      await expect(put('match', 'v3', { IfNoneMatch: md5('v1') })).rejects.toMatchObject({
        name: 'NotImplemented',
      });
    });
  });

  it('gives a reader one version whole while writers replace it', async () => {
    const versions = ['a', 'b'].map((letter) => letter.repeat(200_000));
    await put('busy', versions[0] ?? '');

    const [reads] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, () => get('busy'))),
      ...Array.from({ length: 20 }, (_, index) => put('busy', versions[index % 2] ?? '')),
    ]);

    for (const read of reads) expect(versions).toContain(read.bytes.toString());
  });
});
