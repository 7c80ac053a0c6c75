import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { Credentials } from '../../../local/iam/iam';
import { type FormOptions, multipart, type Part, signedFields } from './support/post-form';
import { errorCode, rawRequest } from './support/raw-request';
import { ADMIN, BUCKET, SESSION, startTestServer, type TestServer } from './support/test-server';

const START = new Date(Math.floor(Date.now() / 1000) * 1000);
const MINUTE = 60_000;
const later = (ms: number) => new Date(START.getTime() + ms);
const EXPIRING: Credentials = {
  accessKeyId: 'ASIAEXPIRING',
  secretAccessKey: 'short',
  sessionToken: 'short-token',
  expiration: later(10 * MINUTE),
};
const LIMITED: Credentials = { accessKeyId: 'AKIALIMITED', secretAccessKey: 'limited' };
const KEY = 'staging/image';

describe('POST object', () => {
  let server: TestServer;
  let s3: S3Client;
  let now = START;

  beforeAll(async () => {
    server = await startTestServer({
      users: [ADMIN, SESSION, EXPIRING, LIMITED],
      now: () => now,
    });
    s3 = server.client();
  });

  beforeEach(() => {
    now = START;
  });

  afterAll(async () => {
    await server.close();
    expect(server.unexpected).toEqual([]);
  });

  const keys = async (): Promise<string[]> => {
    const listing = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    return (listing.Contents ?? []).map(({ Key }) => Key ?? '');
  };
  const send = async (parts: readonly Part[], bucket = BUCKET, options = {}) => {
    const { body, headers } = multipart(parts, options);
    const answer = await rawRequest(server.port, { method: 'POST', path: `/${bucket}`, headers, body });
    return { ...answer, code: errorCode(answer.body) };
  };
  const formOptions = (more: Partial<FormOptions> = {}): FormOptions => ({
    credentials: SESSION,
    signedAt: START,
    expiration: later(5 * MINUTE).toISOString(),
    conditions: [
      { bucket: BUCKET },
      { key: KEY },
      ['content-length-range', 2, 10],
      ['starts-with', '$Content-Type', 'image/'],
    ],
    fields: { key: KEY, 'Content-Type': 'image/png' },
    ...more,
  });
  const partsOf = (fields: Record<string, string>, file: string | Buffer = 'bytes'): Part[] => [
    ...Object.entries(fields),
    ['file', file, 'photo.png'],
  ];
  const post = (
    more: Partial<FormOptions> = {},
    change: Record<string, string> = {},
    file: string | Buffer = 'bytes',
  ) => send(partsOf({ ...signedFields(formOptions(more)), ...change }, file));

  describe('as the SDK signs it and a browser sends it', () => {
    it('stores the file with what the form says of it', async () => {
      const client = server.client(SESSION);
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
      const location = `${server.origin}/${BUCKET}/by%2Fbrowser%20%C3%BC.png`;
      expect(answer.status).toBe(201);
      expect(answer.headers.get('etag')).toBe(etag);
      expect(answer.headers.get('location')).toBe(location);
      expect(await answer.text()).toBe(
        `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse><Location>${location}</Location><Bucket>${BUCKET}</Bucket>` +
          `<Key>by/browser ü.png</Key><ETag>${etag.replaceAll('"', '&quot;')}</ETag></PostResponse>`,
      );
      const got = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'by/browser ü.png' }));
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
      const { url, fields } = await createPresignedPost(server.client(SESSION), { Bucket: BUCKET, Key });
      const parts: Part[] = [...Object.entries(fields), ['file', 'x', '../../etc/../pass+wd ü.png']];

      const answer = await send(parts);

      expect(url).toBe(`${server.origin}/${BUCKET}`);
      expect(answer.status).toBe(204);
      expect(await keys()).toContain('named/pass+wd ü.png');
    });

    it('puts the name of the file into metadata too', async () => {
      const client = server.client(SESSION);
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
      const got = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'named-in-metadata' }));
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
    const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: KEY }));
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
    expect(answer.headers['location']).toBe(`${server.origin}/${BUCKET}/staging%2Fimage`);
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
      expect(await readdir(join(server.dataDir, 'incoming'))).toEqual([]);
    });
  });

  it('can be replayed until it expires, and not after', async () => {
    expect((await post({}, {}, 'first')).status).toBe(204);
    expect((await post({}, {}, 'second')).status).toBe(204);
    const got = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY }));
    expect(await got.Body?.transformToString()).toBe('second');

    const fields = signedFields(formOptions());
    now = later(5 * MINUTE);
    const answer = await send(partsOf(fields, 'third'));

    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(answer.body).toContain('Policy expired');
  });

  it('dies with the credentials that signed it, before its own expiry', async () => {
    const fields = signedFields(
      formOptions({ credentials: EXPIRING, expiration: later(60 * MINUTE).toISOString() }),
    );
    now = later(10 * MINUTE - 1);
    expect((await send(partsOf(fields))).status).toBe(204);

    now = later(10 * MINUTE);

    expect(await send(partsOf(fields))).toMatchObject({ status: 400, code: 'ExpiredToken' });
  });

  it('dies with its signing key after seven days, whatever the policy says', async () => {
    const fields = signedFields(formOptions({ expiration: later(30 * 24 * 60 * MINUTE).toISOString() }));
    now = later(7 * 24 * 60 * MINUTE);
    expect((await send(partsOf(fields))).status).toBe(204);

    now = later(7 * 24 * 60 * MINUTE + 1000);

    expect((await send(partsOf(fields))).code).toBe('AccessDenied');
  });

  describe('refuses', () => {
    const tamper = (policy: string, from: string, to: string): string =>
      Buffer.from(Buffer.from(policy, 'base64').toString('utf8').replace(from, to)).toString('base64');

    afterEach(async () => expect(await keys()).not.toContain('elsewhere'));

    it.each([
      ['another key', { key: 'elsewhere' }, 403, 'AccessDenied'],
      ['another type', { 'Content-Type': 'text/html' }, 403, 'AccessDenied'],
      ['a field that the policy does not know', { 'x-amz-meta-added': '1' }, 403, 'AccessDenied'],
      ['a grant', { acl: 'public-read' }, 403, 'AccessDenied'],
      ['another bucket in the form', { bucket: 'other' }, 403, 'AccessDenied'],
      ['another token', { 'x-amz-security-token': 'guess' }, 400, 'InvalidToken'],
      ['another signature', { 'x-amz-signature': '0'.repeat(64) }, 403, 'SignatureDoesNotMatch'],
      [
        'an upper-case signature',
        { 'x-amz-signature': signedFields(formOptions())['x-amz-signature']?.toUpperCase() ?? '' },
        403,
        'SignatureDoesNotMatch',
      ],
      ['another date', { 'x-amz-date': '20200101T000000Z' }, 400, 'InvalidArgument'],
      ['another algorithm', { 'x-amz-algorithm': 'AWS4-HMAC-SHA1' }, 400, 'InvalidArgument'],
      ['a credential that is none', { 'x-amz-credential': 'AKIAADMIN' }, 400, 'InvalidArgument'],
      ['an empty policy', { policy: '' }, 403, 'AccessDenied'],
      ['an empty key', { key: '' }, 400, 'InvalidArgument'],
    ])('%s', async (_, change, status, code) => {
      expect(await post({}, change)).toMatchObject({ status, code });
    });

    it('a policy changed after it was signed', async () => {
      const fields = signedFields(formOptions());
      const policy = tamper(fields['policy'] ?? '', KEY, 'elsewhere');

      expect((await send(partsOf({ ...fields, policy, key: 'elsewhere' }))).code).toBe(
        'SignatureDoesNotMatch',
      );
    });

    it('a policy signed with another secret, by nobody, or without the token', async () => {
      const { sessionToken: _token, ...withoutToken } = SESSION;
      const signedBy = async (credentials: Credentials) => (await post({ credentials })).code;

      expect(await signedBy({ ...SESSION, secretAccessKey: 'guess' })).toBe('SignatureDoesNotMatch');
      expect(await signedBy({ accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' })).toBe('InvalidAccessKeyId');
      expect(await signedBy(withoutToken)).toBe('InvalidAccessKeyId');
    });

    it('a policy for another region', async () => {
      expect((await post({ region: 'eu-west-1' })).code).toBe('InvalidArgument');
    });

    it('a policy of another bucket, or of none', async () => {
      const form = signedFields(formOptions());
      expect(await send(partsOf(form), 'other')).toMatchObject({ status: 403, code: 'AccessDenied' });

      const anyBucket = await post({
        conditions: [{ key: KEY }, ['starts-with', '$Content-Type', 'image/']],
      });
      expect(anyBucket.body).toContain('Extra input fields: bucket');
    });

    it('a bucket that is none', async () => {
      expect(await send(partsOf(signedFields(formOptions())), 'nowhere')).toMatchObject({
        status: 404,
        code: 'NoSuchBucket',
      });
    });

    it('an anonymous form', async () => {
      expect(await send(partsOf({ key: KEY }))).toMatchObject({ status: 403, code: 'AccessDenied' });
    });

    it('a policy that is no policy, once it is known to be signed', async () => {
      const fields = signedFields(formOptions({ conditions: [['between', '$key', 'a']] }));

      expect(await send(partsOf(fields))).toMatchObject({ status: 400, code: 'InvalidPolicyDocument' });
    });

    it('fields that the policy covers and that would have to do something here', async () => {
      const condition = { tagging: '<Tagging/>' };
      const answer = await post({ conditions: [...formOptions().conditions, condition] }, condition);

      expect(answer).toMatchObject({ status: 501, code: 'NotImplemented' });
    });

    it('a file whose checksum is another', async () => {
      const condition = { 'x-amz-checksum-crc32': 'AAAAAA==' };
      const answer = await post({ conditions: [...formOptions().conditions, condition] }, condition);

      expect(answer).toMatchObject({ status: 400, code: 'BadDigest' });
    });
  });

  describe('reads forms strictly', () => {
    const fields = () => Object.entries(signedFields(formOptions())) as Part[];
    const file: Part = ['file', 'bytes', 'a.png'];

    it('takes a file without name or type, and ignores what comes after it', async () => {
      const answer = await send([
        ...fields(),
        ['file', 'bytes'],
        ['key', 'elsewhere'],
        ['acl', 'public-read'],
      ]);

      expect(answer.status).toBe(204);
      expect(await keys()).not.toContain('elsewhere');
    });

    it('takes field names in any case, and fields that look like files', async () => {
      const shouting = fields().map(([name, value]): Part => [name.toUpperCase(), value, 'field.txt']);

      expect((await send([...shouting, file])).status).toBe(204);
    });

    it.each([
      ['no file', () => fields(), 'InvalidArgument'],
      ['two files', () => [...fields(), file, file], 'InvalidArgument'],
      ['the file before the fields', () => [file, ...fields()], 'InvalidArgument'],
      ['a field twice', () => [['key', 'elsewhere'] as Part, ...fields(), file], 'InvalidArgument'],
      [
        'a field twice in other case',
        () => [...fields(), ['KEY', 'elsewhere'] as Part, file],
        'InvalidArgument',
      ],
      ['a field without name', () => [['', 'x'] as Part, ...fields(), file], 'MalformedPOSTRequest'],
      [
        'too large a field',
        () => [['x-ignore-a', 'x'.repeat(30_000)] as Part, ...fields(), file],
        'MaxPostPreDataLengthExceededError',
      ],
      [
        'too much in all fields',
        () => [...[1, 2, 3].map((n): Part => [`x-ignore-${n}`, 'x'.repeat(8_000)]), ...fields(), file],
        'MaxPostPreDataLengthExceededError',
      ],
      [
        'too many fields',
        () => [...Array.from({ length: 300 }, (_, n): Part => [`x-ignore-${n}`, '']), ...fields(), file],
        'MaxPostPreDataLengthExceededError',
      ],
    ])('and refuses %s', async (_, parts, code) => {
      await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY })).catch(() => undefined);

      expect((await send(parts())).code).toBe(code);
      expect(await readdir(join(server.dataDir, 'incoming'))).toEqual([]);
    });

    it('and refuses a form that does not end, keeping nothing of it', async () => {
      const key = 'endless';
      const options = formOptions({ conditions: [{ bucket: BUCKET }, { key }], fields: { key } });

      const answer = await send(partsOf(signedFields(options)), BUCKET, { end: '' });

      expect(answer).toMatchObject({ status: 400, code: 'MalformedPOSTRequest' });
      expect(await keys()).not.toContain(key);
    });

    it.each([
      ['a second file', [['file', 'more', 'b.png']] as Part[], 'InvalidArgument'],
      ['nothing', [] as Part[], 'MalformedPOSTRequest'],
    ])('and keeps nothing of a file that is later followed by %s', async (_, rest, code) => {
      const key = 'followed';
      const options = formOptions({ conditions: [{ bucket: BUCKET }, { key }], fields: { key } });
      const begin = partsOf(signedFields(options));
      const whole = multipart(
        [...begin, ...rest],
        rest.length > 0 ? {} : { end: '\r\n--form-boundary-7MA4YWxkTrZu0gW\r\n' },
      );
      const { headers } = whole;
      const cut = multipart([...begin, ['file', '']], { end: '' }).body.length;

      const body = await new Promise<string>((resolve, reject) => {
        const path = `/${BUCKET}`;
        const request = httpRequest({ port: server.port, host: '127.0.0.1', method: 'POST', path, headers });
        request.on('error', reject).on('response', (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => {
            text += chunk.toString();
          });
          response.on('end', () => resolve(text));
        });
        // The first file is complete and on disk before the rest of the form arrives.
        request.write(whole.body.subarray(0, cut), () =>
          setTimeout(() => request.end(whole.body.subarray(cut)), 100),
        );
      });

      expect(errorCode(body)).toBe(code);
      expect(await keys()).not.toContain(key);
    });

    it('and refuses bodies that are no forms', async () => {
      const send = (type: string, body: string) =>
        rawRequest(server.port, {
          method: 'POST',
          path: `/${BUCKET}`,
          headers: { 'content-type': type, 'content-length': String(body.length) },
          body,
        });

      expect((await send('application/json', '{}')).status).toBe(412);
      expect(errorCode((await send('multipart/form-data', 'x')).body)).toBe('MalformedPOSTRequest');
      expect(errorCode((await send('multipart/form-data; boundary=b', 'no parts')).body)).toBe(
        'MalformedPOSTRequest',
      );
      expect(errorCode((await send('multipart/form-data; boundary=b', '--b--\r\n')).body)).toBe(
        'InvalidArgument',
      );
    });

    it('keeps nothing of an upload whose client goes away', async () => {
      const key = 'aborted';
      const options = formOptions({
        conditions: [{ bucket: BUCKET }, { key }, ['content-length-range', 0, 10_000_000]],
        fields: { key },
      });
      const { body, headers } = multipart(partsOf(signedFields(options), Buffer.alloc(2_000_000, 'x')));

      await new Promise<void>((resolve) => {
        const request = httpRequest({
          port: server.port,
          host: '127.0.0.1',
          method: 'POST',
          path: `/${BUCKET}`,
          headers,
        });
        request.on('error', () => resolve());
        request.write(body.subarray(0, 1_500_000), () =>
          setTimeout(() => request.destroy(new Error('gone')), 50),
        );
      });

      const incoming = async () => readdir(join(server.dataDir, 'incoming'));
      for (let tries = 0; tries < 50 && (await incoming()).length > 0; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect(await incoming()).toEqual([]);
      await expect(s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key }))).rejects.toMatchObject({
        name: 'NotFound',
      });
    });
  });

  it('cannot give more than its signer may do', async () => {
    const restricted = await startTestServer({
      users: [LIMITED],
      deny: [`s3:PutObject arn:aws:s3:::${BUCKET}/staging/*`],
    });
    const { body, headers } = multipart(partsOf(signedFields(formOptions({ credentials: LIMITED }))));

    const answer = await rawRequest(restricted.port, { method: 'POST', path: `/${BUCKET}`, headers, body });
    await restricted.close();

    expect(answer.status).toBe(403);
    expect(answer.body).toContain('is not authorized to perform: s3:PutObject');
  });
});
