import { errorMessage, refusal } from './client/answer';
import { call } from './client/api';
import { controlOrigin, deployment } from './client/deployment';
import { mint, tryMint } from './client/images';
import { rawRequest } from './client/raw-request';

const images = `${new URL(deployment.baseUrl).pathname}/accounts/${deployment.owner.accountId}/images`;
const headers = { authorization: `Bearer ${deployment.owner.apiToken}` };
const STACK_TRACE = /node_modules|\n\s+at |\.(?:js|ts):\d+|Exception/;

describe('A route that does not exist', () => {
  test.each([
    ['GET', '/v3'],
    ['GET', '/v2/nothing/here'],
    ['POST', '/v9/direct_upload'],
    ['GET', ''],
    ['GET', '/v2/sourcingkit/sources'],
  ])('is answered with 404 and the envelope: %s %s', async (method, path) => {
    const answer = await call(path, { method });

    expect(refusal(answer)).toEqual({ status: 404, code: 7003 });
    expect(answer.envelope()).toMatchObject({ result: null, success: false, messages: [] });
  });

  test('is answered so outside the accounts too', async () => {
    const answer = await rawRequest(controlOrigin, '/client/v4/zones', { headers });

    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toMatchObject({ success: false, errors: [{ code: 7003 }] });
  });
});

describe('A method that a route does not take', () => {
  test.each([
    ['GET', '/v2/direct_upload', ['POST']],
    ['PUT', '/v2/direct_upload', ['POST']],
    ['DELETE', '/v2', ['GET']],
    ['DELETE', '/v1/stats', ['GET']],
  ])('is answered with 405 and the ones it takes: %s %s', async (method, path, allowed) => {
    const answer = await call(path, { method });

    expect(answer.status).toBe(405);
    expect((answer.headers.get('allow') ?? '').split(/\s*,\s*/)).toEqual(expect.arrayContaining(allowed));
    expect(answer.envelope()).toMatchObject({
      result: null,
      success: false,
      errors: [{ code: expect.any(Number) }],
    });
  });

  test.each(['GET', 'DELETE', 'PATCH'])('is answered so by the one-time URL: %s', async (method) => {
    const link = await mint();

    const response = await fetch(link.uploadURL, { method });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST, PUT, OPTIONS');
    expect(await response.json()).toMatchObject({ success: false, errors: [{ code: expect.any(Number) }] });
  });
});

describe('An image id that plays tricks with the path', () => {
  test.each([
    ['two dots', '/v1/..'],
    ['encoded dots', '/v1/%2e%2e'],
    ['an encoded climb', '/v1/%2e%2e%2f%2e%2e%2fv2'],
    ['a doubly encoded climb', '/v1/%252e%252e%252fv2'],
    ['a NUL', '/v1/%00'],
    ['a NUL after a name', '/v1/photo%00.jpg'],
    ['a line break', '/v1/a%0d%0aSet-Cookie:%20a=b'],
    ['an encoded slash alone', '/v1/%2F'],
    ['empty segments', '/v1///a'],
    ['1,025 letters', `/v1/${'a'.repeat(1_025)}`],
    ['1,024 letters of three bytes', `/v1/${encodeURIComponent('写'.repeat(1_024))}`],
    ['the table’s own separators', '/v1/IMAGE%23x%23y'],
    ['a property of every object', '/v1/__proto__'],
  ])('finds nothing and breaks nothing: %s', async (_what, path) => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await rawRequest(controlOrigin, `${images}${path}`, { method, headers });

      expect([400, 404, 405]).toContain(answer.status);
      expect(JSON.parse(answer.text)).toMatchObject({ success: false, result: null });
      expect(answer.text).not.toMatch(STACK_TRACE);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });
});

test.each([
  ['half a letter', '/v1/%e2%82'],
  ['a percent sign that encodes nothing', '/v1/%zz'],
  ['half an escape', '/v1/a%2'],
])('A path that cannot be decoded is refused: %s', async (_what, path) => {
  const answer = await rawRequest(controlOrigin, `${images}${path}`, { headers });

  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toMatchObject({ success: false, errors: [{ code: 5400 }] });
});

describe('A failure', () => {
  test('is told in plain text to callers who prefer it', async () => {
    const answer = await call('/v1/no-such-image', { headers: { accept: 'text/plain' } });

    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(answer.text).toBe('ERROR 5404: Image not found');
  });

  test.each(['application/json', '*/*', 'application/json, text/plain;q=0.5', 'text/html'])(
    'is told in the envelope to all others: %s',
    async (accept) => {
      const answer = await call('/v1/no-such-image', { headers: { accept } });

      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(refusal(answer)).toEqual({ status: 404, code: 5404 });
      expect(errorMessage(answer)).toBe('Image not found');
    },
  );

  test('names the first broken rule, and never the place in our code', async () => {
    const answers = await Promise.all([
      tryMint({ expiry: 'never', metadata: '{' }),
      tryMint({ id: '\u0000' }),
      call('/v2/direct_upload', {
        method: 'POST',
        body: '{',
        headers: { 'content-type': 'application/json' },
      }),
      call('/v2?per_page=NaN'),
    ]);

    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(errorMessage(answer)).not.toBe('');
      expect(answer.text).not.toMatch(STACK_TRACE);
    }
  });
});
