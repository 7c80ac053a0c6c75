import { uriEncodePath } from '../../../local/s3/http/uri-encoding';
import { EXPIRING, later, MINUTE_MS, NOW, PATH, signedRequests, UPLOAD } from './support/signed-requests';
import { ADMIN, BUCKET, SESSION } from './support/test-server';
import { useTestServer } from './support/use-test-server';

describe('signatures in the Authorization header', () => {
  let now = NOW;
  const suite = useTestServer({ users: [ADMIN, SESSION, EXPIRING], now: () => now });
  const { send, sign, stored, clear } = signedRequests(
    () => suite.server,
    () => now,
  );

  beforeEach(async () => {
    now = NOW;
    await clear();
  });

  it('lets in who signs with a known key', async () => {
    expect(await send(await sign(UPLOAD))).toMatchObject({ status: 200 });
    expect(await stored()).toBe('bytes');
  });

  it('lets in a session with its token', async () => {
    expect(await send(await sign(UPLOAD, SESSION))).toMatchObject({ status: 200 });
  });

  it('refuses the anonymous', async () => {
    for (const method of ['GET', 'PUT', 'HEAD', 'DELETE']) {
      expect((await send({ method, path: PATH })).status).toBe(403);
    }
    expect((await send({ path: PATH })).code).toBe('AccessDenied');
    expect((await send({ path: `/${BUCKET}?list-type=2` })).code).toBe('AccessDenied');
    expect((await send({ path: '/nowhere/key' })).code).toBe('AccessDenied');
  });

  it('refuses an unknown key', async () => {
    const answer = await send(await sign(UPLOAD, { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }));

    expect(answer).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
  });

  it('refuses a wrong secret, and says what it would have signed', async () => {
    const answer = await send(await sign(UPLOAD, { ...ADMIN, secretAccessKey: 'guess' }));

    expect(answer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(answer.body).toContain('<CanonicalRequest>PUT\n/uploads/signed%20key\n');
    expect(await stored()).toContain('NoSuchKey');
  });

  it('refuses a session without its token, with a wrong one, and one that has ended', async () => {
    const { sessionToken: _token, ...withoutToken } = SESSION;
    expect((await send(await sign(UPLOAD, withoutToken))).code).toBe('InvalidAccessKeyId');
    expect((await send(await sign(UPLOAD, { ...SESSION, sessionToken: 'stolen' }))).code).toBe(
      'InvalidToken',
    );
    expect((await send(await sign(UPLOAD, { ...ADMIN, sessionToken: 'any' }))).code).toBe('InvalidToken');

    expect((await send(await sign(UPLOAD, EXPIRING))).status).toBe(200);
    now = later(10 * MINUTE_MS);
    expect(await send(await sign(UPLOAD, EXPIRING))).toMatchObject({ status: 400, code: 'ExpiredToken' });
  });

  it.each([
    ['another method', { method: 'DELETE' }],
    ['another key', { path: `/${BUCKET}/other` }],
    ['another bucket', { path: '/other/signed%20key' }],
    ['an added parameter', { path: `${PATH}?response-content-type=text/html` }],
  ])('refuses a request changed to %s', async (_, change) => {
    const request = await sign({ method: 'GET', path: PATH });

    expect((await send({ ...request, ...change })).code).toBe('SignatureDoesNotMatch');
  });

  it('refuses changed headers, changed bytes and headers left unsigned', async () => {
    const request = await sign({ ...UPLOAD, headers: { ...UPLOAD.headers, 'x-amz-meta-a': '1' } });

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
    const unsigned = { ...UPLOAD.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };

    expect((await send(await sign({ ...UPLOAD, headers: unsigned }))).status).toBe(200);
  });

  it.each([
    ['14 minutes slow', -14, 200, ''],
    ['14 minutes fast', 14, 200, ''],
    ['16 minutes slow', -16, 403, 'RequestTimeTooSkewed'],
    ['16 minutes fast', 16, 403, 'RequestTimeTooSkewed'],
  ])('treats a clock that is %s with %i minutes difference as %i', async (_, minutes, status, code) => {
    const answer = await send(await sign(UPLOAD, ADMIN, { signingDate: later(minutes * MINUTE_MS) }));

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
    const request = await sign({ method: 'GET', path: PATH });
    const authorization = change(request.headers['authorization'] ?? '');

    expect((await send({ ...request, headers: { ...request.headers, authorization } })).code).toBe(code);
  });

  it('needs a date and the hash of the body', async () => {
    const { headers, ...request } = await sign({ method: 'GET', path: PATH });
    const { 'x-amz-date': _date, ...dateless } = headers;
    const { 'x-amz-content-sha256': _hash, ...hashless } = headers;

    expect((await send({ ...request, headers: dateless })).code).toBe('AccessDenied');
    expect((await send({ ...request, headers: hashless })).code).toBe('InvalidRequest');
    expect((await send({ ...request, headers: { ...headers, 'x-amz-content-sha256': 'abc' } })).code).toBe(
      'InvalidArgument',
    );
  });

  it.each([
    ['..', `/${BUCKET}/../secret`],
    ['encoded dots', `/${BUCKET}/%2e%2e/secret`],
    ['an encoded slash', `/${BUCKET}/a%2Fb`],
    ['two slashes', `/${BUCKET}//a`],
    ['characters that need no escape', `/${BUCKET}/a(b)'!*~c`],
    ['UTF-8', `/${BUCKET}/%C3%BC%F0%9F%98%80`],
  ])('stores a key with %s as it stands', async (_, odd) => {
    const request = await sign({ ...UPLOAD, path: uriEncodePath(decodeURIComponent(odd)) });

    expect((await send({ ...request, path: odd })).status).toBe(200);
    const listing = await send(
      await sign({ method: 'GET', path: `/${BUCKET}`, query: { 'list-type': '2' } }),
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
