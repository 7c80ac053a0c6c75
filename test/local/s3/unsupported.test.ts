import {
  CreateMultipartUploadCommand,
  GetBucketLocationCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListBucketsCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { errorCode, rawRequest } from './support/raw-request';
import { signHeaders } from './support/sign-request';
import { ADMIN, BUCKET, startTestServer, type TestServer } from './support/test-server';

describe('what this server does not have', () => {
  let server: TestServer;
  let s3: S3Client;
  const target = { Bucket: BUCKET, Key: 'key' };

  beforeAll(async () => {
    server = await startTestServer();
    s3 = server.client();
    await s3.send(new PutObjectCommand({ ...target, Body: 'bytes' }));
  });

  afterAll(() => server.close());

  it.each([
    ['multipart uploads', new CreateMultipartUploadCommand(target)],
    ['buckets’ locations', new GetBucketLocationCommand({ Bucket: BUCKET })],
    ['lists of buckets', new ListBucketsCommand({})],
    ['tags', new GetObjectTaggingCommand(target)],
    ['grants', new PutObjectAclCommand({ ...target, ACL: 'private' })],
    ['attributes', new GetObjectAttributesCommand({ ...target, ObjectAttributes: ['ETag'] })],
    ['versions', new GetObjectCommand({ ...target, VersionId: 'v1' })],
    ['parts', new GetObjectCommand({ ...target, PartNumber: 1 })],
    ['tags on upload', new PutObjectCommand({ ...target, Body: 'x', Tagging: 'a=b' })],
    ['locks', new PutObjectCommand({ ...target, Body: 'x', ObjectLockLegalHoldStatus: 'ON' })],
    ['redirects', new PutObjectCommand({ ...target, Body: 'x', WebsiteRedirectLocation: '/a' })],
    ['KMS keys', new PutObjectCommand({ ...target, Body: 'x', ServerSideEncryption: 'aws:kms' })],
  ])('is refused as such: %s', async (_, command) => {
    await expect(s3.send(command as GetObjectCommand)).rejects.toMatchObject({ name: 'NotImplemented' });

    const got = await s3.send(new GetObjectCommand(target));
    expect(await got.Body?.transformToString()).toBe('bytes');
  });

  it.each([
    [
      'public grants',
      new PutObjectCommand({ ...target, Body: 'x', ACL: 'public-read' }),
      'AccessControlListNotSupported',
    ],
    [
      'a storage class that is none',
      new PutObjectCommand({ ...target, Body: 'x', StorageClass: 'FROZEN' as 'STANDARD' }),
      'InvalidStorageClass',
    ],
    [
      'a bucket of somebody else',
      new GetObjectCommand({ ...target, ExpectedBucketOwner: '111111111111' }),
      'AccessDenied',
    ],
  ])('is refused as S3 does: %s', async (_, command, name) => {
    await expect(s3.send(command as GetObjectCommand)).rejects.toMatchObject({ name });
  });

  it('takes what changes nothing here', async () => {
    const command = new PutObjectCommand({
      ...target,
      Body: 'bytes',
      ACL: 'bucket-owner-full-control',
      StorageClass: 'STANDARD_IA',
      ServerSideEncryption: 'AES256',
      ExpectedBucketOwner: '000000000000',
    });

    await expect(s3.send(command)).resolves.toMatchObject({ ServerSideEncryption: 'AES256' });
    await expect(s3.send(new GetObjectCommand(target))).resolves.toMatchObject({
      StorageClass: 'STANDARD_IA',
    });
  });

  it.each([
    ['PATCH', `/${BUCKET}/key`, 'MethodNotAllowed'],
    ['POST', `/${BUCKET}/key`, 'NotImplemented'],
    ['PUT', `/${BUCKET}`, 'NotImplemented'],
    ['DELETE', `/${BUCKET}`, 'NotImplemented'],
    ['GET', '/', 'NotImplemented'],
    ['POST', `/${BUCKET}?acl`, 'NotImplemented'],
    ['GET', `/${BUCKET}/key?x-amz-meta-a=1`, 'NotImplemented'],
    ['GET', `/${BUCKET}/key?acl`, 'NotImplemented'],
  ])('answers %s %s with %s', async (method, path, code) => {
    const [plain = '', query] = path.split('?');
    const [name = '', value = ''] = (query ?? '').split('=');
    const { headers, path: target } = await signHeaders(server.port, ADMIN, {
      method,
      path: plain,
      ...(query === undefined ? {} : { query: { [name]: value } }),
    });

    const answer = await rawRequest(server.port, { method, path: target, headers });

    expect(errorCode(answer.body)).toBe(code);
    expect(answer.headers['content-type']).toBe('application/xml');
    expect(answer.headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/);
    expect(answer.body).toContain(`<RequestId>${answer.headers['x-amz-request-id']}</RequestId>`);
  });
});
