import { createHash } from 'node:crypto';
import type { Credentials } from '../../../local/iam/iam';
import { uriEncodePath } from '../../../local/s3/http/uri-encoding';
import { errorCode, type RawRequest, rawRequest } from './support/raw-request';
import { presign, type Signable, signHeaders } from './support/sign-request';
import { ADMIN, BUCKET, SESSION, startTestServer, type TestServer } from './support/test-server';

const NOW = new Date('2024-05-01T12:00:00Z');
const MINUTE = 60_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);

const EXPIRING: Credentials = {
  accessKeyId: 'ASIAEXPIRING',
  secretAccessKey: 'short',
  sessionToken: 'short-token',
  expiration: later(10 * MINUTE),
};

describe('signatures', () => {
  let server: TestServer;
  let now = NOW;

  beforeAll(async () => {
    server = await startTestServer({ users: [ADMIN, SESSION, EXPIRING], now: () => now });
  });

  beforeEach(async () => {
    now = NOW;
    await send(await signed({ method: 'DELETE', path }));
  });

  afterAll(async () => {
    await server.close();
    expect(server.unexpected).toEqual([]);
  });

  const send = async (request: RawRequest) => {
    const answer = await rawRequest(server.port, request);
    return { status: answer.status, code: errorCode(answer.body), body: answer.body };
  };
  const signed = async (
    signable: Signable,
    credentials = ADMIN,
    options: { signingDate?: Date; region?: string } = {},
  ): Promise<RawRequest & { headers: Record<string, string> }> => {
    const { path, headers } = await signHeaders(server.port, credentials, signable, {
      signingDate: now,
      ...options,
    });
    return {
      method: signable.method,
      path,
      headers,
      ...(signable.body === undefined ? {} : { body: signable.body }),
    };
  };
  const path = `/${BUCKET}/signed%20key`;
  const upload: Signable = { method: 'PUT', path, body: 'bytes', headers: { 'content-length': '5' } };
  const stored = async () => (await send(await signed({ method: 'GET', path }))).body;

  describe('in the Authorization header', () => {
    it('lets in who signs with a known key', async () => {
      expect(await send(await signed(upload))).toMatchObject({ status: 200 });
      expect(await stored()).toBe('bytes');
    });

    it('lets in a session with its token', async () => {
      expect(await send(await signed(upload, SESSION))).toMatchObject({ status: 200 });
    });

    it('refuses the anonymous', async () => {
      for (const method of ['GET', 'PUT', 'HEAD', 'DELETE']) {
        expect((await send({ method, path })).status).toBe(403);
      }
      expect((await send({ path })).code).toBe('AccessDenied');
      expect((await send({ path: `/${BUCKET}?list-type=2` })).code).toBe('AccessDenied');
      expect((await send({ path: '/nowhere/key' })).code).toBe('AccessDenied');
    });

    it('refuses an unknown key', async () => {
      const answer = await send(await signed(upload, { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }));

      expect(answer).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
    });

    it('refuses a wrong secret, and says what it would have signed', async () => {
      const answer = await send(await signed(upload, { ...ADMIN, secretAccessKey: 'guess' }));

      expect(answer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
      expect(answer.body).toContain('<CanonicalRequest>PUT\n/uploads/signed%20key\n');
      expect(await stored()).toContain('NoSuchKey');
    });

    it('refuses a session without its token, with a wrong one, and one that has ended', async () => {
      const { sessionToken: _token, ...withoutToken } = SESSION;
      expect((await send(await signed(upload, withoutToken))).code).toBe('InvalidAccessKeyId');
      expect((await send(await signed(upload, { ...SESSION, sessionToken: 'stolen' }))).code).toBe(
        'InvalidToken',
      );
      expect((await send(await signed(upload, { ...ADMIN, sessionToken: 'any' }))).code).toBe('InvalidToken');

      expect((await send(await signed(upload, EXPIRING))).status).toBe(200);
      now = later(10 * MINUTE);
      expect(await send(await signed(upload, EXPIRING))).toMatchObject({ status: 400, code: 'ExpiredToken' });
    });

    it.each([
      ['another method', { method: 'DELETE' }],
      ['another key', { path: `/${BUCKET}/other` }],
      ['another bucket', { path: '/other/signed%20key' }],
      ['an added parameter', { path: `${path}?response-content-type=text/html` }],
    ])('refuses a request changed to %s', async (_, change) => {
      const request = await signed({ method: 'GET', path });

      expect((await send({ ...request, ...change })).code).toBe('SignatureDoesNotMatch');
    });

    it('refuses changed headers, changed bytes and headers left unsigned', async () => {
      const request = await signed({ ...upload, headers: { ...upload.headers, 'x-amz-meta-a': '1' } });

      const otherMeta = { ...request, headers: { ...request.headers, 'x-amz-meta-a': '2' } };
      const otherBytes = { ...request, body: 'bytez' };
      const added = { ...request, headers: { ...request.headers, 'x-amz-meta-b': '1' } };

      expect((await send(otherMeta)).code).toBe('SignatureDoesNotMatch');
      expect((await send(otherBytes)).code).toBe('XAmzContentSHA256Mismatch');
      expect(await send(added)).toMatchObject({ status: 403, code: 'AccessDenied' });
      expect((await send(added)).body).toContain('<HeadersNotSigned>x-amz-meta-b</HeadersNotSigned>');
      expect(await stored()).toContain('NoSuchKey');
    });

    it('takes a body that the signer left unsigned', async () => {
      const unsigned = { ...upload.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };

      expect((await send(await signed({ ...upload, headers: unsigned }))).status).toBe(200);
    });

    it.each([
      ['14 minutes slow', -14, 200, ''],
      ['14 minutes fast', 14, 200, ''],
      ['16 minutes slow', -16, 403, 'RequestTimeTooSkewed'],
      ['16 minutes fast', 16, 403, 'RequestTimeTooSkewed'],
    ])('treats a clock that is %s with %i minutes difference as %i', async (_, minutes, status, code) => {
      const answer = await send(await signed(upload, ADMIN, { signingDate: later(minutes * MINUTE) }));

      expect(answer).toMatchObject({ status, code });
    });

    it.each([
      [
        'another region',
        (value: string) => value.replace('/us-east-1/', '/eu-west-1/'),
        'AuthorizationHeaderMalformed',
      ],
      ['another service', (value: string) => value.replace('/s3/', '/sqs/'), 'AuthorizationHeaderMalformed'],
      [
        'another day',
        (value: string) => value.replace('/20240501/', '/20240502/'),
        'AuthorizationHeaderMalformed',
      ],
      [
        'no signed headers',
        (value: string) => value.replace(/SignedHeaders=[^,]*, /, ''),
        'AuthorizationHeaderMalformed',
      ],
      ['host not among the signed headers', (value: string) => value.replace('host;', ''), 'AccessDenied'],
      ['no signature', (value: string) => value.replace(/Signature=.*/, ''), 'AuthorizationHeaderMalformed'],
      [
        'another algorithm',
        (value: string) => value.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1'),
        'InvalidRequest',
      ],
      ['the old scheme', () => 'AWS AKIAADMIN:c2lnbmF0dXJl', 'InvalidRequest'],
      ['a longer signature', (value: string) => `${value}0`, 'SignatureDoesNotMatch'],
    ])('refuses an Authorization header with %s', async (_, change, code) => {
      const request = await signed({ method: 'GET', path });
      const authorization = change(request.headers['authorization'] ?? '');

      expect((await send({ ...request, headers: { ...request.headers, authorization } })).code).toBe(code);
    });

    it('needs a date and the hash of the body', async () => {
      const { headers, ...request } = await signed({ method: 'GET', path });
      const { 'x-amz-date': _date, ...dateless } = headers;
      const { 'x-amz-content-sha256': _hash, ...hashless } = headers;

      expect((await send({ ...request, headers: dateless })).code).toBe('AccessDenied');
      expect((await send({ ...request, headers: hashless })).code).toBe('InvalidRequest');
      expect((await send({ ...request, headers: { ...headers, 'x-amz-content-sha256': 'abc' } })).code).toBe(
        'InvalidArgument',
      );
    });
  });

  describe('in a presigned URL', () => {
    const get = (options = {}, credentials = ADMIN, more = {}) =>
      presign(server.port, credentials, { method: 'GET', path, ...more }, { signingDate: NOW, ...options });

    beforeEach(async () => {
      await send(await signed(upload));
    });

    it('lets its holder read, and choose what the signer chose', async () => {
      const url = await get({}, SESSION, { query: { 'response-content-type': 'text/x-special' } });

      const answer = await rawRequest(server.port, { path: url });

      expect(answer).toMatchObject({ status: 200, body: 'bytes' });
      expect(answer.headers['content-type']).toBe('text/x-special');
    });

    it('lets its holder write the one key, with any bytes', async () => {
      const url = await presign(server.port, SESSION, { method: 'PUT', path }, { signingDate: NOW });

      expect(
        (
          await send({
            method: 'PUT',
            path: url,
            body: 'written by URL',
            headers: { 'content-length': '14' },
          })
        ).status,
      ).toBe(200);
      expect(await stored()).toBe('written by URL');
      expect(
        (await send({ method: 'PUT', path: url.replace('signed%20key', 'other'), body: 'x' })).code,
      ).toBe('SignatureDoesNotMatch');
    });

    it('holds the writer to the checksum, the type and the metadata that were signed', async () => {
      const crc32 = 'y/Q5Jg=='; // of 123456789
      const url = await presign(
        server.port,
        ADMIN,
        { method: 'PUT', path, headers: { 'x-amz-checksum-crc32': crc32, 'x-amz-meta-by': 'signer' } },
        { signingDate: NOW },
      );
      expect(url).toContain('x-amz-checksum-crc32=');

      const wrong = await send({
        method: 'PUT',
        path: url,
        body: '12345678X',
        headers: { 'content-length': '9' },
      });
      const added = { 'content-length': '9', 'x-amz-meta-by': 'writer' };
      const changed = await send({ method: 'PUT', path: url, body: '123456789', headers: added });
      const right = await send({
        method: 'PUT',
        path: url,
        body: '123456789',
        headers: { 'content-length': '9' },
      });

      expect([wrong.code, changed.code, right.status]).toEqual(['BadDigest', 'AccessDenied', 200]);
      const head = await signed({ method: 'HEAD', path });
      expect((await rawRequest(server.port, head)).headers['x-amz-meta-by']).toBe('signer');
    });

    it('dies at its expiry, to the second', async () => {
      const url = await get({ expiresIn: 60 });

      now = later(59_999);
      expect((await send({ path: url })).status).toBe(200);
      now = later(60_000);
      expect(await send({ path: url })).toMatchObject({ status: 403, code: 'AccessDenied' });
      expect((await send({ path: url })).body).toContain('Request has expired');
    });

    it('dies with the credentials that signed it, however long it was to live', async () => {
      const url = await get({ expiresIn: 3600 }, EXPIRING);

      expect((await send({ path: url })).status).toBe(200);
      now = later(10 * MINUTE);
      expect((await send({ path: url })).code).toBe('ExpiredToken');
    });

    it('is not valid before its time', async () => {
      const url = await get({ signingDate: later(16 * MINUTE) });

      expect((await send({ path: url })).body).toContain('Request is not yet valid');
    });

    it.each([
      [
        'a longer life',
        (url: string) => url.replace('X-Amz-Expires=300', 'X-Amz-Expires=301'),
        'SignatureDoesNotMatch',
      ],
      [
        'more than a week',
        (url: string) => url.replace('X-Amz-Expires=300', 'X-Amz-Expires=604801'),
        'AuthorizationQueryParametersError',
      ],
      [
        'no life',
        (url: string) => url.replace('X-Amz-Expires=300', 'X-Amz-Expires=0'),
        'AuthorizationQueryParametersError',
      ],
      [
        'a negative life',
        (url: string) => url.replace('X-Amz-Expires=300', 'X-Amz-Expires=-1'),
        'AuthorizationQueryParametersError',
      ],
      [
        'a missing part',
        (url: string) => url.replace('X-Amz-Expires=300&', ''),
        'AuthorizationQueryParametersError',
      ],
      ['another key', (url: string) => url.replace('signed%20key', 'secret'), 'SignatureDoesNotMatch'],
      ['another session', (url: string) => url.replace('AKIAADMIN', 'ASIASESSION'), 'InvalidAccessKeyId'],
      [
        'another region',
        (url: string) => url.replace('us-east-1', 'us-west-2'),
        'AuthorizationQueryParametersError',
      ],
      [
        'an added parameter',
        (url: string) => `${url}&response-content-type=text%2Fhtml`,
        'SignatureDoesNotMatch',
      ],
      ['an added header in the query', (url: string) => `${url}&x-amz-meta-a=1`, 'SignatureDoesNotMatch'],
      ['a parameter twice', (url: string) => `${url}&X-Amz-Expires=3600`, 'InvalidArgument'],
      [
        'another algorithm',
        (url: string) => url.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1'),
        'AuthorizationQueryParametersError',
      ],
      [
        'a date that is none',
        (url: string) => url.replace('20240501T120000Z', '20240501T250000Z'),
        'AuthorizationQueryParametersError',
      ],
      ['the old scheme', (url: string) => `${url}&Signature=abc`, 'InvalidRequest'],
    ])('is refused with %s', async (_, change, code) => {
      const url = await get();
      expect((await send({ path: url })).status).toBe(200);

      expect((await send({ path: change(url) })).code).toBe(code);
    });

    it('is refused together with an Authorization header', async () => {
      const request = await signed({ method: 'GET', path });

      expect((await send({ ...request, path: await get() })).code).toBe('InvalidArgument');
    });

    it('is refused with a stolen session token replaced', async () => {
      const url = await get({}, SESSION);

      const changed = url.replace(/X-Amz-Security-Token=[^&]*/, 'X-Amz-Security-Token=guess');

      expect((await send({ path: changed })).code).toBe('InvalidToken');
    });

    it('checks the body when the signer fixed its hash', async () => {
      const hash = createHash('sha256').update('only this').digest('hex');
      const signable = { method: 'PUT', path, headers: { 'X-Amz-Content-Sha256': hash } };
      const url = await presign(server.port, ADMIN, signable, { signingDate: NOW });

      const answer = await send({
        method: 'PUT',
        path: url,
        body: 'only that',
        headers: { 'content-length': '9' },
      });

      expect(answer.code).toBe('XAmzContentSHA256Mismatch');
      expect(await stored()).toBe('bytes');
    });
  });

  describe('of odd paths', () => {
    it.each([
      ['..', `/${BUCKET}/../secret`],
      ['encoded dots', `/${BUCKET}/%2e%2e/secret`],
      ['an encoded slash', `/${BUCKET}/a%2Fb`],
      ['two slashes', `/${BUCKET}//a`],
      ['characters that need no escape', `/${BUCKET}/a(b)'!*~c`],
      ['UTF-8', `/${BUCKET}/%C3%BC%F0%9F%98%80`],
    ])('stores a key with %s as it stands', async (_, odd) => {
      const request = await signed({ ...upload, path: uriEncodePath(decodeURIComponent(odd)) });

      expect((await send({ ...request, path: odd })).status).toBe(200);
      const listing = await send(
        await signed({ method: 'GET', path: `/${BUCKET}`, query: { 'list-type': '2' } }),
      );
      const key = decodeURIComponent(odd)
        .slice(BUCKET.length + 2)
        .replaceAll("'", "'");
      expect(listing.body).toContain(`<Key>${key}</Key>`);
    });

    it.each(['/uploads/%', '/uploads/%zz', '/uploads/%ff', '/uploads/%c3%28', '/uploads/a?x=%'])(
      'refuses %s, which is no UTF-8',
      async (broken) => {
        expect(await send({ path: broken })).toMatchObject({ status: 400, code: 'InvalidURI' });
      },
    );
  });
});
