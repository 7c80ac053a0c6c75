import { canonicalRequest } from '../../../local/s3/auth/canonical-request';
import {
  deriveSigningKey,
  parseAmzDate,
  parseCredential,
  scopeText,
  sha256Hex,
  signText,
} from '../../../local/s3/auth/signature-v4';
import { ChunkSignatures } from '../../../local/s3/payload/chunk-signature';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const scopeOf = (date: string) => {
  const scope = parseCredential(`AKIAIOSFODNN7EXAMPLE/${date}/us-east-1/s3/aws4_request`);
  if (scope === undefined) throw new Error('the example is no credential');
  return scope;
};

/** The worked examples of the Amazon S3 API reference, "Authenticating Requests (AWS Signature Version 4)". */
describe('the signatures that AWS publishes', () => {
  const scope = scopeOf('20130524');
  const key = deriveSigningKey(SECRET, scope);
  const DATE = '20130524T000000Z';
  const sign = (canonical: string) =>
    signText(key, ['AWS4-HMAC-SHA256', DATE, scopeText(scope), sha256Hex(canonical)].join('\n'));

  it('of a GET with a range', () => {
    const canonical = canonicalRequest({
      method: 'GET',
      path: '/test.txt',
      query: [],
      headers: new Map([
        ['host', 'examplebucket.s3.amazonaws.com'],
        ['range', 'bytes=0-9'],
        ['x-amz-content-sha256', sha256Hex('')],
        ['x-amz-date', DATE],
      ]),
      signedHeaders: ['host', 'range', 'x-amz-content-sha256', 'x-amz-date'],
      payloadHash: sha256Hex(''),
    });

    expect(sign(canonical)).toBe('f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41');
  });

  it('of a PUT of a key that must be encoded', () => {
    const body = 'Welcome to Amazon S3.';
    const canonical = canonicalRequest({
      method: 'PUT',
      path: '/test$file.text',
      query: [],
      headers: new Map([
        ['date', 'Fri, 24 May 2013 00:00:00 GMT'],
        ['host', 'examplebucket.s3.amazonaws.com'],
        ['x-amz-content-sha256', sha256Hex(body)],
        ['x-amz-date', DATE],
        ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
      ]),
      signedHeaders: ['date', 'host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-storage-class'],
      payloadHash: sha256Hex(body),
    });

    expect(sign(canonical)).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd');
  });

  it('of a list with parameters', () => {
    const canonical = canonicalRequest({
      method: 'GET',
      path: '/',
      query: [
        ['prefix', 'J'],
        ['max-keys', '2'],
      ],
      headers: new Map([
        ['host', 'examplebucket.s3.amazonaws.com'],
        ['x-amz-content-sha256', sha256Hex('')],
        ['x-amz-date', DATE],
      ]),
      signedHeaders: ['host', 'x-amz-content-sha256', 'x-amz-date'],
      payloadHash: sha256Hex(''),
    });

    expect(sign(canonical)).toBe('34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7');
  });

  it('of a presigned GET', () => {
    const canonical = canonicalRequest({
      method: 'GET',
      path: '/test.txt',
      query: [
        ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
        ['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'],
        ['X-Amz-Date', DATE],
        ['X-Amz-Expires', '86400'],
        ['X-Amz-SignedHeaders', 'host'],
      ],
      headers: new Map([['host', 'examplebucket.s3.amazonaws.com']]),
      signedHeaders: ['host'],
      payloadHash: 'UNSIGNED-PAYLOAD',
    });

    expect(sign(canonical)).toBe('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404');
  });

  it('of an upload in signed chunks', () => {
    const signatures = new ChunkSignatures({
      signingKey: key,
      amzDate: DATE,
      scope: scopeText(scope),
      seedSignature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    });

    expect(() => {
      signatures.update(Buffer.alloc(65_536, 'a'));
      signatures.endChunk('ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648');
      signatures.update(Buffer.alloc(1_024, 'a'));
      signatures.endChunk('0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497');
      signatures.endChunk('b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9');
    }).not.toThrow();
  });

  it('of a POST policy', () => {
    const policy = [
      '{ "expiration": "2015-12-30T12:00:00.000Z",',
      '  "conditions": [',
      '    {"bucket": "sigv4examplebucket"},',
      '    ["starts-with", "$key", "user/user1/"],',
      '    {"acl": "public-read"},',
      '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
      '    ["starts-with", "$Content-Type", "image/"],',
      '    {"x-amz-meta-uuid": "14365123651274"},',
      '    {"x-amz-server-side-encryption": "AES256"},',
      '    ["starts-with", "$x-amz-meta-tag", ""],',
      '',
      '    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},',
      '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
      '    {"x-amz-date": "20151229T000000Z" }',
      '  ]',
      '}',
    ].join('\r\n');

    const signature = signText(
      deriveSigningKey(SECRET, scopeOf('20151229')),
      Buffer.from(policy).toString('base64'),
    );

    expect(signature).toBe('8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e');
  });
});

describe('parseAmzDate', () => {
  it('reads the one format, and no impossible instant', () => {
    expect(parseAmzDate('20240229T235959Z')).toEqual(new Date('2024-02-29T23:59:59Z'));

    for (const text of [
      '',
      '20240501',
      '20240501T1200Z',
      '2024-05-01T12:00:00Z',
      '20241301T000000Z',
      '20240501T240001Z',
    ]) {
      expect(parseAmzDate(text)).toBeUndefined();
    }
  });
});
