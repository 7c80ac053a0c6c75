import type { Credentials } from '../../../local/iam/iam';
import { EXPIRING, formOptions, formUploads, KEY, partsOf, START } from './support/form-uploads';
import { multipart, signedFields } from './support/post-form';
import { rawRequest } from './support/raw-request';
import { ADMIN, BUCKET, SESSION, startTestServer } from './support/test-server';
import { useTestServer } from './support/use-test-server';

describe('POST object refuses', () => {
  const suite = useTestServer({ users: [ADMIN, SESSION, EXPIRING], now: () => START });
  const { send, post, keys } = formUploads(() => suite.server);

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

    expect((await send(partsOf({ ...fields, policy, key: 'elsewhere' }))).code).toBe('SignatureDoesNotMatch');
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

  it('cannot give more than its signer may do', async () => {
    const restricted = await startTestServer({
      users: [SESSION],
      deny: [`s3:PutObject arn:aws:s3:::${BUCKET}/staging/*`],
    });
    const { body, headers } = multipart(partsOf(signedFields(formOptions({ credentials: SESSION }))));

    const answer = await rawRequest(restricted.port, { method: 'POST', path: `/${BUCKET}`, headers, body });
    await restricted.close();

    expect(answer.status).toBe(403);
    expect(answer.body).toContain('is not authorized to perform: s3:PutObject');
  });
});
