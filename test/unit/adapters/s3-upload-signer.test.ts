import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { S3UploadSigner, signedUntil } from '../../../lambdas/adapters/s3-upload-signer';
import { NOW, secondsLater } from '../../support/image-fixtures';

const KEY = 'staging/account/image.nonce';
const MAX_BYTES = 26_214_400;

const sessionUntil = (expiration: Date, accessKeyId = 'AKIDEXAMPLE') => ({
  accessKeyId,
  secretAccessKey: 'secret',
  sessionToken: 'session-token',
  expiration,
});

const signerWith = (credentials: ReturnType<typeof sessionUntil>) =>
  new S3UploadSigner({
    bucket: 'staging-bucket',
    maxBytes: MAX_BYTES,
    session: { credentials: async () => credentials },
    region: 'eu-central-1',
  });

const policyOf = (fields: Readonly<Record<string, string>>) =>
  JSON.parse(Buffer.from(fields['Policy'] ?? '', 'base64').toString('utf8')) as {
    expiration: string;
    conditions: unknown[];
  };

beforeEach(() => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask'] });
});

afterEach(() => {
  jest.useRealTimers();
});

describe('a presigned POST', () => {
  const sign = () => signerWith(sessionUntil(secondsLater(3600))).sign(KEY, secondsLater(1800));

  it('is for one exact key of the staging bucket', async () => {
    const post = await sign();

    expect(post).toMatchObject({
      method: 'POST',
      url: 'https://staging-bucket.s3.eu-central-1.amazonaws.com/',
      maxBytes: MAX_BYTES,
      fields: { key: KEY },
    });
    expect(policyOf(post.fields).conditions).toContainEqual({ key: KEY });
  });

  it('fixes size, media type and status, and allows nothing else', async () => {
    const { fields } = await sign();

    const { conditions } = policyOf(fields);
    expect(conditions).toContainEqual(['content-length-range', 1, MAX_BYTES]);
    expect(conditions).toContainEqual(['starts-with', '$Content-Type', 'image/']);
    expect(conditions).toContainEqual(['starts-with', '$x-amz-meta-filename', '']);
    expect(conditions).toContainEqual({ success_action_status: '201' });
    expect(conditions).toContainEqual({ bucket: 'staging-bucket' });
    expect(conditions).toHaveLength(10);
  });

  it('has a condition for every field, so that S3 accepts the fields as they are', async () => {
    const { fields } = await sign();

    const covered = policyOf(fields).conditions.flatMap((condition) =>
      Array.isArray(condition) ? [String(condition[1]).replace('$', '')] : Object.keys(condition as object),
    );
    for (const name of Object.keys(fields)) {
      if (name !== 'Policy' && name !== 'X-Amz-Signature') expect(covered).toContain(name);
    }
  });

  it('works unchanged in a plain form: a media type, the file name for S3 to fill in, a status', async () => {
    const { fields } = await sign();

    expect(fields).toMatchObject({
      'Content-Type': 'image/*',
      'x-amz-meta-filename': `\${filename}`,
      success_action_status: '201',
      'X-Amz-Security-Token': 'session-token',
    });
  });

  it('is signed with the session of the signer role (SigV4)', async () => {
    const { fields } = await sign();

    const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
    const scope = ['20260304', 'eu-central-1', 's3', 'aws4_request'];
    const signature = hmac(
      scope.reduce<string | Buffer>(hmac, 'AWS4secret') as Buffer,
      fields['Policy'] ?? '',
    );
    expect(fields['X-Amz-Credential']).toBe(`AKIDEXAMPLE/${scope.join('/')}`);
    expect(fields['X-Amz-Signature']).toBe(signature.toString('hex'));
  });

  it('is signed by the new session once it was renewed', async () => {
    let current = sessionUntil(secondsLater(3600), 'FIRST');
    const session = { credentials: async () => current };
    const signer = new S3UploadSigner({ bucket: 'b', maxBytes: 1, session, region: 'us-east-1' });
    await signer.sign(KEY, secondsLater(60));
    await signer.sign(KEY, secondsLater(60));
    current = sessionUntil(secondsLater(7200), 'SECOND');

    const { fields } = await signer.sign(KEY, secondsLater(7000));

    expect(fields['X-Amz-Credential']).toMatch(/^SECOND\//);
  });
});

describe('the expiry of a presigned POST', () => {
  it.each([
    ['the draft, when the session outlives it', 1800, 3600, 1800],
    ['the session, when the draft outlives it', 21_600, 2700, 2700],
    ['both, when they end together', 1800, 1800, 1800],
  ])('is that of %s', async (_, draftSeconds, sessionSeconds, expectedSeconds) => {
    const signer = signerWith(sessionUntil(secondsLater(sessionSeconds)));

    const post = await signer.sign(KEY, secondsLater(draftSeconds));

    const expected = `${secondsLater(expectedSeconds).toISOString().slice(0, 19)}.000Z`;
    expect(post.expires).toBe(expected);
    expect(new Date(policyOf(post.fields).expiration).toISOString()).toBe(expected);
  });

  it('never lies: what is answered is what was signed, and neither draft nor session ends before it', async () => {
    const moment = fc.integer({ min: 1, max: 30_000_000 });

    await fc.assert(
      fc.asyncProperty(moment, moment, async (draftMs, sessionMs) => {
        const draftEnds = new Date(NOW.getTime() + draftMs);
        const sessionEnds = new Date(NOW.getTime() + sessionMs);

        const { expires, fields } = await signerWith(sessionUntil(sessionEnds)).sign(KEY, draftEnds);

        expect(new Date(policyOf(fields).expiration).toISOString()).toBe(expires);
        const untilMs = Date.parse(expires);
        expect(untilMs).toBeLessThanOrEqual(Math.min(draftEnds.getTime(), sessionEnds.getTime()));
        expect(untilMs).toBeGreaterThan(Math.min(draftEnds.getTime(), sessionEnds.getTime()) - 1000);
      }),
      { numRuns: 50 },
    );
  });

  it('is rounded down to whole seconds', () => {
    const at = (ms: number) => new Date(ms);

    expect(signedUntil(at(10_999), at(20_000))).toEqual(at(10_000));
    expect(signedUntil(at(20_000), at(10_001))).toEqual(at(10_000));
  });
});
