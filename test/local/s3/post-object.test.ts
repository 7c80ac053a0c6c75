import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import {
  EXPIRING,
  formOptions,
  formUploads,
  KEY,
  later,
  MINUTE_MS,
  partsOf,
  START,
} from './support/form-uploads';
import { type Part, signedFields } from './support/post-form';
import { ADMIN, BUCKET, SESSION } from './support/test-server';
import { useTestServer } from './support/use-test-server';

describe('POST object', () => {
  let now = START;
  const suite = useTestServer({ users: [ADMIN, SESSION, EXPIRING], now: () => now });
  const { send, post, keys } = formUploads(() => suite.server);

  beforeEach(() => {
    now = START;
  });

  describe('as the SDK signs it and a browser sends it', () => {
    it('stores the file with what the form says of it', async () => {
      const client = suite.server.client(SESSION);
      const { url, fields } = await createPresignedPost(client, {
        Bucket: BUCKET,
        Key: 'by/browser ü.png',
        Conditions: [
          ['content-length-range', 1, 100],
          ['starts-with', '$Content-Type', 'image/'],
        ],
        Fields: { success_action_status: '201', 'x-amz-meta-by': 'sdk', 'Cache-Control': 'no-cache' },
      });
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('Content-Type', 'image/png');
      form.append('file', new Blob(['picture']), 'C:\\pictures\\me.png');

      const answer = await fetch(url, { method: 'POST', body: form });

      const etag = `"${createHash('md5').update('picture').digest('hex')}"`;
      const location = `${suite.server.origin}/${BUCKET}/by%2Fbrowser%20%C3%BC.png`;
      expect(answer.status).toBe(201);
      expect(answer.headers.get('etag')).toBe(etag);
      expect(answer.headers.get('location')).toBe(location);
      expect(await answer.text()).toBe(
        `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse><Location>${location}</Location><Bucket>${BUCKET}</Bucket>` +
          `<Key>by/browser ü.png</Key><ETag>${etag.replaceAll('"', '&quot;')}</ETag></PostResponse>`,
      );
      const got = await suite.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'by/browser ü.png' }));
      expect(got).toMatchObject({
        ContentType: 'image/png',
        CacheControl: 'no-cache',
        Metadata: { by: 'sdk' },
      });
      expect(await got.Body?.transformToString()).toBe('picture');
    });

    it('puts the name of the file into the key, without its folders', async () => {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is S3's placeholder.
      const Key = 'named/${filename}';
      const { url, fields } = await createPresignedPost(suite.server.client(SESSION), {
        Bucket: BUCKET,
        Key,
      });
      const parts: Part[] = [...Object.entries(fields), ['file', 'x', '../../etc/../pass+wd ü.png']];

      const answer = await send(parts);

      expect(url).toBe(`${suite.server.origin}/${BUCKET}`);
      expect(answer.status).toBe(204);
      expect(await keys()).toContain('named/pass+wd ü.png');
    });

    it('puts the name of the file into metadata too', async () => {
      const client = suite.server.client(SESSION);
      const Conditions: [['starts-with', string, string]] = [['starts-with', '$x-amz-meta-filename', '']];
      const { fields } = await createPresignedPost(client, {
        Bucket: BUCKET,
        Key: 'named-in-metadata',
        Conditions,
      });
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is S3's placeholder.
      const filename = '${filename}';

      const answer = await send([
        ...Object.entries(fields),
        ['x-amz-meta-filename', filename],
        ['file', 'x', 'folder/$&photo.png'],
      ]);

      expect(answer.status).toBe(204);
      const got = await suite.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'named-in-metadata' }));
      expect(got.Metadata).toEqual({ filename: '$&photo.png' });
    });
  });

  it('puts the name of the file into every field, and still holds the result against the policy', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is S3's placeholder.
    const fields = { key: KEY, 'x-amz-meta-name': '${filename}' };
    const conditions = [{ bucket: BUCKET }, { key: KEY }, ['starts-with', '$x-amz-meta-name', 'pho']];
    const form = Object.entries(signedFields(formOptions({ conditions, fields }))) as Part[];

    const good = await send([...form, ['file', 'bytes', 'photo $& $1.png']]);
    const other = await send([...form, ['file', 'bytes', 'other.png']]);

    expect([good.status, other.status]).toEqual([204, 403]);
    const head = await suite.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: KEY }));
    expect(head.Metadata).toEqual({ name: 'photo $& $1.png' });
  });

  it('refuses a key that is nothing but the name of a file without one', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is S3's placeholder.
    const fields = { key: '${filename}' };
    const conditions = [{ bucket: BUCKET }, ['starts-with', '$key', '']];

    const answer = await send([
      ...Object.entries(signedFields(formOptions({ conditions, fields }))),
      ['file', 'x'],
    ]);

    expect(answer).toMatchObject({ status: 400, code: 'InvalidArgument' });
  });

  it.each([
    ['200', 200],
    ['201', 201],
    ['204', 204],
    ['999', 204],
  ])('answers success_action_status %s with %i', async (success_action_status, status) => {
    const condition = { success_action_status };
    const answer = await post({ conditions: [...formOptions().conditions, condition] }, condition);

    expect(answer.status).toBe(status);
    expect(answer.headers['location']).toBe(`${suite.server.origin}/${BUCKET}/staging%2Fimage`);
  });

  it('answers 204 when the form asks for nothing', async () => {
    expect(await post()).toMatchObject({ status: 204, body: '' });
  });

  it('sends the browser on when the form names a page', async () => {
    const condition = { success_action_redirect: 'http://127.0.0.1/done?a=1' };

    const answer = await post({ conditions: [...formOptions().conditions, condition] }, condition);

    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toMatch(
      /^http:\/\/127\.0\.0\.1\/done\?a=1&bucket=uploads&key=staging%2Fimage&etag=%22[0-9a-f]{32}%22$/,
    );
  });

  describe('keeps to the size range', () => {
    it.each([
      [2, 204, ''],
      [10, 204, ''],
      [1, 400, 'EntityTooSmall'],
      [0, 400, 'EntityTooSmall'],
      [11, 400, 'EntityTooLarge'],
      [3_000_000, 400, 'EntityTooLarge'],
    ])('with a file of %i bytes: %i', async (bytes, status, code) => {
      const key = `sized/${bytes}`;
      const conditions = [{ bucket: BUCKET }, { key }, ['content-length-range', 2, 10]];

      const answer = await post({ conditions, fields: { key } }, {}, Buffer.alloc(bytes, 'x'));

      expect(answer).toMatchObject({ status, code });
      expect((await keys()).includes(key)).toBe(status === 204);
      expect(await readdir(join(suite.server.dataDir, 'incoming'))).toEqual([]);
    });
  });

  it('can be replayed until it expires, and not after', async () => {
    expect((await post({}, {}, 'first')).status).toBe(204);
    expect((await post({}, {}, 'second')).status).toBe(204);
    const got = await suite.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY }));
    expect(await got.Body?.transformToString()).toBe('second');

    const fields = signedFields(formOptions());
    now = later(5 * MINUTE_MS);
    const answer = await send(partsOf(fields, 'third'));

    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(answer.body).toContain('Policy expired');
  });

  it('dies with the credentials that signed it, before its own expiry', async () => {
    const fields = signedFields(
      formOptions({ credentials: EXPIRING, expiration: later(60 * MINUTE_MS).toISOString() }),
    );
    now = later(10 * MINUTE_MS - 1);
    expect((await send(partsOf(fields))).status).toBe(204);

    now = later(10 * MINUTE_MS);

    expect(await send(partsOf(fields))).toMatchObject({ status: 400, code: 'ExpiredToken' });
  });

  it('dies with its signing key after seven days, whatever the policy says', async () => {
    const fields = signedFields(formOptions({ expiration: later(30 * 24 * 60 * MINUTE_MS).toISOString() }));
    now = later(7 * 24 * 60 * MINUTE_MS);
    expect((await send(partsOf(fields))).status).toBe(204);

    now = later(7 * 24 * 60 * MINUTE_MS + 1000);

    expect((await send(partsOf(fields))).code).toBe('AccessDenied');
  });
});
