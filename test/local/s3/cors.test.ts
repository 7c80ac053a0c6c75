import { corsHeadersOf } from '../../../local/s3/cors/cors-headers';
import { type CorsRule, findCorsRule } from '../../../local/s3/cors/cors-rule';
import { errorCode, rawRequest } from './support/raw-request';
import { BUCKET, startTestServer, type TestServer } from './support/test-server';

const APP = 'https://app.example';
const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';
const RULES: readonly CorsRule[] = [
  {
    allowedOrigins: [APP, 'https://*.pages.example'],
    allowedMethods: ['POST', 'PUT'],
    allowedHeaders: ['content-type', 'x-amz-*'],
    exposedHeaders: ['ETag', 'Location'],
    maxAgeSeconds: 600,
  },
  { allowedOrigins: ['*'], allowedMethods: ['GET'] },
];

describe('CORS', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({
      buckets: [
        { name: BUCKET, cors: RULES, notifications: [] },
        { name: 'closed', cors: [], notifications: [] },
      ],
    });
  });

  afterAll(() => server.close());

  const preflight = (headers: Record<string, string>, path = `/${BUCKET}`) =>
    rawRequest(server.port, { method: 'OPTIONS', path, headers });

  it('lets a form of the app through its preflight', async () => {
    const answer = await preflight({
      origin: APP,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'Content-Type, X-Amz-Meta-A',
    });

    expect(answer).toMatchObject({
      status: 200,
      body: '',
      headers: {
        'access-control-allow-origin': APP,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'POST, PUT',
        'access-control-allow-headers': 'content-type, x-amz-meta-a',
        'access-control-expose-headers': 'ETag, Location',
        'access-control-max-age': '600',
        vary: VARY,
        'content-length': '0',
      },
    });
    expect(answer.headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/);
  });

  it('answers any origin with * and without credentials', async () => {
    const answer = await preflight({
      origin: 'https://anyone.example',
      'access-control-request-method': 'GET',
    });

    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });

  it.each([
    ['another origin', { origin: 'https://evil.example', 'access-control-request-method': 'POST' }],
    ['another scheme', { origin: 'http://app.example', 'access-control-request-method': 'POST' }],
    [
      'an origin that starts alike',
      { origin: `${APP}.evil.example`, 'access-control-request-method': 'POST' },
    ],
    ['no origin at all but null', { origin: 'null', 'access-control-request-method': 'POST' }],
    ['another method', { origin: APP, 'access-control-request-method': 'DELETE' }],
    [
      'another header',
      {
        origin: APP,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    ],
  ])('refuses the preflight of %s', async (_, headers) => {
    const answer = await preflight(headers);

    expect(answer.status).toBe(403);
    expect(errorCode(answer.body)).toBe('AccessForbidden');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('refuses every preflight of a bucket without rules', async () => {
    const answer = await preflight({ origin: APP, 'access-control-request-method': 'POST' }, '/closed');

    expect(answer.status).toBe(403);
    expect(answer.body).toContain('CORS is not enabled for this bucket.');
  });

  it('refuses OPTIONS that are no preflight', async () => {
    expect((await preflight({})).status).toBe(400);
    expect((await preflight({ origin: APP })).status).toBe(400);
  });

  it('lets the app read why its upload was refused', async () => {
    const answer = await rawRequest(server.port, {
      method: 'POST',
      path: `/${BUCKET}`,
      headers: { origin: APP, 'content-type': 'multipart/form-data; boundary=b', 'content-length': '7' },
      body: '--b--\r\n',
    });

    expect(answer.status).toBe(400);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-expose-headers': 'ETag, Location',
      vary: VARY,
    });
  });

  it('varies every answer of a bucket with rules, and names no origin to strangers', async () => {
    const stranger = await rawRequest(server.port, {
      method: 'PUT',
      path: `/${BUCKET}/a`,
      headers: { origin: 'https://evil.example' },
    });
    const nobody = await rawRequest(server.port, { path: `/${BUCKET}/a` });
    const closed = await rawRequest(server.port, { path: '/closed/a', headers: { origin: APP } });

    expect([stranger.headers['vary'], nobody.headers['vary'], closed.headers['vary']]).toEqual([
      VARY,
      VARY,
      undefined,
    ]);
    expect(stranger.headers['access-control-allow-origin']).toBeUndefined();
    expect(closed.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('findCorsRule', () => {
  const rule = (allowedOrigins: string[]): CorsRule => ({ allowedOrigins, allowedMethods: ['GET'] });
  const find = (origin: string, pattern: string) =>
    findCorsRule([rule([pattern])], { origin, method: 'GET', headers: [] }) !== undefined;

  it.each([
    ['https://a.example', 'https://*.example', true],
    ['https://a.b.example', 'https://*.example', true],
    ['https://.example', 'https://*.example', true],
    ['https://example', 'https://*.example', false],
    ['https://a.example.evil', 'https://*.example', false],
    ['https://example', '*', true],
    ['aa', 'aa*a', false],
  ])('finds %s by %s: %p', (origin, pattern, expected) => {
    expect(find(origin, pattern)).toBe(expected);
  });

  it('takes the first rule that allows everything asked', () => {
    const question = { origin: 'o', method: 'GET', headers: ['x-a'] };
    const [first, second] = [rule(['o']), { ...rule(['o']), allowedHeaders: ['X-*'] }];

    expect(findCorsRule([first, second], question)).toBe(second);
  });

  it('leaves out what a rule does not say', () => {
    expect(Object.keys(corsHeadersOf(rule(['*']), 'o'))).toEqual([
      'access-control-allow-origin',
      'access-control-allow-methods',
      'vary',
    ]);
  });
});
