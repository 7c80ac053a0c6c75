import { createHash } from 'node:crypto';
import { rawRequest } from './support/raw-request';
import { presign } from './support/sign-request';
import { EXPIRING, later, MINUTE_MS, NOW, PATH, signedRequests, UPLOAD } from './support/signed-requests';
import { ADMIN, SESSION } from './support/test-server';
import { useTestServer } from './support/use-test-server';

describe('presigned URLs', () => {
  let now = NOW;
  const suite = useTestServer({ users: [ADMIN, SESSION, EXPIRING], now: () => now });
  const { send, sign, stored } = signedRequests(
    () => suite.server,
    () => now,
  );

  beforeEach(async () => {
    now = NOW;
    await send(await sign(UPLOAD));
  });

  const get = (options = {}, credentials = ADMIN, more = {}) =>
    presign(
      suite.server.port,
      credentials,
      { method: 'GET', path: PATH, ...more },
      { signingDate: NOW, ...options },
    );

  it('lets its holder read, and choose what the signer chose', async () => {
    const url = await get({}, SESSION, { query: { 'response-content-type': 'text/x-special' } });

    const answer = await rawRequest(suite.server.port, { path: url });

    expect(answer).toMatchObject({ status: 200, body: 'bytes' });
    expect(answer.headers['content-type']).toBe('text/x-special');
  });

  it('lets its holder write the one key, with any bytes', async () => {
    const url = await presign(
      suite.server.port,
      SESSION,
      { method: 'PUT', path: PATH },
      { signingDate: NOW },
    );

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
    expect((await send({ method: 'PUT', path: url.replace('signed%20key', 'other'), body: 'x' })).code).toBe(
      'SignatureDoesNotMatch',
    );
  });

  it('holds the writer to the checksum, the type and the metadata that were signed', async () => {
    const crc32 = 'y/Q5Jg=='; // of 123456789
    const url = await presign(
      suite.server.port,
      ADMIN,
      { method: 'PUT', path: PATH, headers: { 'x-amz-checksum-crc32': crc32, 'x-amz-meta-by': 'signer' } },
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
    const head = await sign({ method: 'HEAD', path: PATH });
    expect((await rawRequest(suite.server.port, head)).headers['x-amz-meta-by']).toBe('signer');
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
    now = later(10 * MINUTE_MS);
    expect((await send({ path: url })).code).toBe('ExpiredToken');
  });

  it('is not valid before its time', async () => {
    const url = await get({ signingDate: later(16 * MINUTE_MS) });

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
    const request = await sign({ method: 'GET', path: PATH });

    expect((await send({ ...request, path: await get() })).code).toBe('InvalidArgument');
  });

  it('is refused with a stolen session token replaced', async () => {
    const url = await get({}, SESSION);

    const changed = url.replace(/X-Amz-Security-Token=[^&]*/, 'X-Amz-Security-Token=guess');

    expect((await send({ path: changed })).code).toBe('InvalidToken');
  });

  it('checks the body when the signer fixed its hash', async () => {
    const hash = createHash('sha256').update('only this').digest('hex');
    const signable = { method: 'PUT', path: PATH, headers: { 'X-Amz-Content-Sha256': hash } };
    const url = await presign(suite.server.port, ADMIN, signable, { signingDate: NOW });

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
