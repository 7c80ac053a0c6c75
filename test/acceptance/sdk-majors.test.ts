import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { photograph, photographPath } from '../support/files/fixture';
import { deployment } from './client/deployment';

jest.setTimeout(90_000);

const PROGRAM = path.join(__dirname, '../support/sdk/every-method.mjs');
const run = promisify(execFile);

interface Outcome {
  readonly value?: unknown;
  readonly error?: string;
  readonly status?: number;
  readonly codes?: number[];
  readonly tookMs?: number;
}

interface Report {
  readonly tag: string;
  readonly id: string;
  readonly report: Record<string, Outcome>;
}

const callEveryMethod = async (packageName: string): Promise<Report> => {
  const { stdout } = await run(process.execPath, [PROGRAM, packageName, photographPath('photo.jpg')], {
    env: {
      PATH: process.env['PATH'],
      BASE_URL: deployment.baseUrl,
      ACCOUNT_ID: deployment.settings.accountId,
      API_TOKEN: deployment.settings.apiToken,
    },
  });
  return JSON.parse(stdout);
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const A_SECOND_MS = 1_000;

describe.each([
  ['3.5', 'cloudflare-3'],
  ['4.5', 'cloudflare-4'],
  ['5.2', 'cloudflare-5'],
  ['6.5', 'cloudflare-6'],
  ['7.3', 'cloudflare'],
])('The official client %s', (_version, packageName) => {
  let tag: string;
  let id: string;
  let report: Record<string, Outcome>;
  const resultOf = (method: string) => {
    const outcome = report[method];
    if (outcome?.error) throw new Error(`${method} failed: ${JSON.stringify(outcome)}`);
    return outcome?.value;
  };

  beforeAll(async () => {
    ({ tag, id, report } = await callEveryMethod(packageName));
  });

  test('mints, and its upload becomes an image', () => {
    expect(resultOf('directUploads.create')).toMatchObject({
      link: { id, uploadURL: expect.stringMatching(/^http/) },
      status: 200,
      image: { id, filename: 'photo.jpg', meta: { from: tag }, creator: tag, requireSignedURLs: false },
    });
    expect(resultOf('directUploads.create without options')).toMatchObject({
      id: expect.stringMatching(UUID),
    });
  });

  test('uploads by itself', () => {
    expect(resultOf('v1.create')).toMatchObject({
      id: expect.stringMatching(UUID),
      filename: 'photo.jpg',
      meta: { from: tag },
      requireSignedURLs: true,
      variants: expect.arrayContaining([expect.stringMatching(/\/public$/)]),
    });
    expect(resultOf('v1.create with a custom id')).toMatchObject({ id: `sdk/${tag}` });
  });

  test('reads, edits and lists', () => {
    expect(resultOf('v1.get')).toMatchObject({ id, meta: { from: tag } });
    expect(resultOf('v1.edit')).toMatchObject({ id, meta: { edited: tag }, requireSignedURLs: true });
    expect(resultOf('v1.list')).toMatchObject({
      images: expect.arrayContaining([expect.objectContaining({ id })]),
    });
    expect(resultOf('v2.list')).toMatchObject({
      images: [{ id, meta: { edited: tag } }],
      continuation_token: null,
    });
  });

  test('gets the original bytes back', () => {
    expect(resultOf('blobs.get')).toEqual({ type: 'image/jpeg', bytes: photograph('photo.jpg').length });
  });

  test('counts', () => {
    expect(resultOf('stats.get')).toEqual({
      count: { current: expect.any(Number), allowed: expect.any(Number) },
    });
  });

  test('makes, lists and deletes signing keys', () => {
    const own = expect.arrayContaining([{ name: tag, value: expect.stringMatching(/^.{32,}$/) }]);
    expect(resultOf('keys.update')).toEqual({ keys: own });
    expect(resultOf('keys.list')).toEqual({ keys: own });
    expect(
      (resultOf('keys.delete') as { keys: { name: string }[] }).keys.map(({ name }) => name),
    ).not.toContain(tag);
  });

  test('makes, lists, edits and deletes variants', () => {
    const variant = {
      id: tag,
      options: { fit: 'cover', width: 64, height: 48, metadata: 'none' },
      neverRequireSignedURLs: false,
    };
    expect(resultOf('variants.create')).toMatchObject({ variant });
    expect(resultOf('variants.list')).toMatchObject({
      variants: { [tag]: variant, public: { id: 'public' } },
    });
    expect(resultOf('variants.get')).toMatchObject({ variant });
    expect(resultOf('variants.edit')).toMatchObject({
      variant: { options: { width: 32 }, neverRequireSignedURLs: true },
    });
    expect(resultOf('variants.delete')).toEqual({});
  });

  test('deletes', () => {
    expect(resultOf('v1.delete')).toEqual({});
  });

  test.each([
    ['missing image', { error: 'NotFoundError', status: 404, codes: [5404] }],
    ['taken id', { error: 'ConflictError', status: 409, codes: [5409] }],
    ['wrong token', { error: 'AuthenticationError', status: 401, codes: [10000] }],
    ['other account', { error: 'PermissionDeniedError', status: 403, codes: [10000] }],
  ])('is told by the right class, code and within a second: %s', (what, expected) => {
    expect(report[what]).toMatchObject(expected);
    expect(report[what]?.tookMs).toBeLessThan(A_SECOND_MS);
  });
});
