import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { etagOf } from './support/object-actions';
import { rawRequest } from './support/raw-request';
import { signHeaders } from './support/sign-request';
import { ADMIN, BUCKET } from './support/test-server';
import { useTestServer } from './support/use-test-server';

describe('reads', () => {
  const suite = useTestServer();
  const { put, get } = suite;

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
      await expect(get('conditional', { IfNoneMatch: etagOf('v1') })).rejects.toMatchObject({
        $metadata: { httpStatusCode: 304 },
      });
      await expect(
        get('conditional', { IfModifiedSince: new Date(Date.now() + 5000) }),
      ).rejects.toMatchObject({
        $metadata: { httpStatusCode: 304 },
      });
    });

    it('answers 412 when another version was expected', async () => {
      await expect(get('conditional', { IfMatch: etagOf('v0') })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      await expect(get('conditional', { IfUnmodifiedSince: new Date(0) })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
    });

    it('lets a date decide nothing that does not parse', async () => {
      const send = async (name: string) => {
        const signed = await signHeaders(suite.server.port, ADMIN, {
          method: 'GET',
          path: `/${BUCKET}/conditional`,
        });
        return rawRequest(suite.server.port, {
          path: signed.path,
          headers: { ...signed.headers, [name]: 'yesterday' },
        });
      };

      expect([(await send('if-modified-since')).status, (await send('if-unmodified-since')).status]).toEqual([
        200, 200,
      ]);
    });

    it('sends the object when the conditions hold, ETags deciding before dates', async () => {
      const got = await get('conditional', { IfMatch: etagOf('v1'), IfUnmodifiedSince: new Date(0) });

      expect(got.bytes.toString()).toBe('v1');
      await expect(get('conditional', { IfNoneMatch: etagOf('v0') })).resolves.toBeDefined();
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
      return (await suite.s3.send(command)).$metadata.httpStatusCode;
    };

    expect(await ranged(etagOf('0123456789'))).toBe(206);
    expect(await ranged(etagOf('another version'))).toBe(200);
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

    const head = await suite.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'head' }));

    expect(head).toMatchObject({ ContentLength: 3, ContentType: 'image/gif', ETag: etagOf('abc') });
    await expect(suite.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'no' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});
