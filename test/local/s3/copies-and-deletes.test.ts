import { createHash } from 'node:crypto';
import { CopyObjectCommand, DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { etagOf } from './support/object-actions';
import { errorCode, rawRequest } from './support/raw-request';
import { signHeaders } from './support/sign-request';
import { ADMIN, BUCKET } from './support/test-server';
import { useTestServer } from './support/use-test-server';

describe('copies and deletes', () => {
  const suite = useTestServer();
  const { put, get } = suite;

  describe('copies', () => {
    const copy = (key: string, source: string, more = {}) =>
      suite.s3.send(new CopyObjectCommand({ Bucket: BUCKET, Key: key, CopySource: source, ...more }));

    beforeAll(() => put('original ü+', 'original', { ContentType: 'image/webp', Metadata: { a: '1' } }));

    it('copies bytes and what is known of them', async () => {
      const answer = await copy('copied', `${BUCKET}/${encodeURIComponent('original ü+')}`);

      const got = await get('copied');
      expect(answer.CopyObjectResult?.ETag).toBe(etagOf('original'));
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
        copy('target', `${BUCKET}/source`, { CopySourceIfMatch: etagOf('then') }),
      ).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      await expect(
        copy('target', `${BUCKET}/source`, { CopySourceIfNoneMatch: etagOf('now') }),
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
      suite.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key, ...more }));

    it('deletes an object, and succeeds when there is none', async () => {
      await put('doomed', 'x');

      const first = await remove('doomed');
      const second = await remove('doomed');

      expect([first.$metadata.httpStatusCode, second.$metadata.httpStatusCode]).toEqual([204, 204]);
      await expect(get('doomed')).rejects.toMatchObject({ name: 'NoSuchKey' });
    });

    it('deletes only the version that was meant', async () => {
      await put('versioned', 'new');

      await expect(remove('versioned', { IfMatch: etagOf('old') })).rejects.toMatchObject({
        name: 'PreconditionFailed',
        $metadata: { httpStatusCode: 412 },
      });
      expect((await get('versioned')).bytes.toString()).toBe('new');

      await remove('versioned', { IfMatch: etagOf('new') });
      await expect(remove('versioned', { IfMatch: etagOf('new') })).rejects.toMatchObject({
        name: 'NoSuchKey',
      });
    });

    it('deletes many at once, each with its own outcome', async () => {
      await put('many/<a&b>', 'a');
      await put('many/ü', 'b');

      const answer = await suite.s3.send(
        new DeleteObjectsCommand({
          Bucket: BUCKET,
          Delete: {
            Objects: [{ Key: 'many/<a&b>' }, { Key: 'many/ü', ETag: etagOf('z') }, { Key: 'many/none' }],
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
        const signed = await signHeaders(suite.server.port, ADMIN, {
          ...signable,
          headers: { 'content-md5': contentMd5, ...headers },
        });
        const { path, headers: all } = signed;
        const length = { 'content-length': String(Buffer.byteLength(body)) };
        const answer = await rawRequest(suite.server.port, {
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
      const answer = await suite.s3.send(
        new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Quiet: true, Objects: [{ Key: 'quiet' }] } }),
      );

      expect(answer.Deleted).toBeUndefined();
      expect(answer.Errors).toBeUndefined();
    });
  });
});
