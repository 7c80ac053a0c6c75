import type { Image, UploadLink } from './client/images';
import { outcomeOf, runSdk, SDKS, type SdkReport } from './sdk/run-sdk';

interface CreatedAndGot {
  readonly id?: string;
  readonly created: Image;
  readonly got: Image;
}

/** A final answer takes one request. A client that tries again waits in between, majors 3 to 6 for up to a minute. */
const failure = (name: string, status: number, code: number, message: unknown = expect.any(String)) =>
  expect.objectContaining({ class: name, isExported: true, status, code, message, requests: 1 });
const notFound = (message: string) => failure('NotFoundError', 404, 5404, message);
const badRequest = (code: number, message: string) =>
  failure('BadRequestError', 400, code, expect.stringContaining(message));

let reports: ReadonlyMap<string, SdkReport>;

beforeAll(async () => {
  reports = new Map(
    await Promise.all(SDKS.map(async (sdk) => [sdk.packageName, await runSdk(sdk)] as const)),
  );
});

describe.each(SDKS)('The official SDK $version', ({ packageName, version }) => {
  const value = <Value>(scenario: string): Value => {
    const report = reports.get(packageName);
    if (!report) throw new Error(`${packageName} was not run`);
    return outcomeOf<Value>(report, scenario);
  };

  test('is this version, and every one of its 17 image methods and 5 webhook methods was called', () => {
    const report = reports.get(packageName);

    expect(report?.version).toBe(version);
    expect(report?.methods).toHaveLength(22);
    expect(report?.called).toEqual(report?.methods);
  });

  test('mints without options and with all of them; the link takes a file', () => {
    const { bare, full, draft, uploadStatus, image } = value<{
      bare: UploadLink;
      full: UploadLink;
      draft: Image;
      uploadStatus: number;
      image: Image;
    }>('mint');
    const { draft: _flag, ...expected } = { ...draft, filename: 'lake.jpg' };

    expect(bare).toMatchObject({ id: expect.any(String), uploadURL: expect.stringMatching(/^https?:/) });
    expect(draft).toMatchObject({
      id: full.id,
      draft: true,
      filename: null,
      creator: 'ada',
      requireSignedURLs: true,
      meta: { album: 'lake', at: { x: '007' }, tags: ['a', 'b'] },
    });
    expect(uploadStatus).toBe(200);
    expect(image).toEqual(expected);
  });

  test('mints, reads, edits and deletes custom ids with slashes, spaces, UTF-8, `%` and `?`', () => {
    const lives = value<{ id: string }[]>('customIds');

    expect(lives).toHaveLength(9);
    expect(lives).toEqual(
      lives.map(({ id }) => ({
        id,
        minted: id,
        got: id,
        editedCreator: 'ada',
        deleted: {},
        afterwards: notFound('Image not found'),
      })),
    );
  });

  test('creates images from a stream, a buffer and a File', () => {
    const { stream, buffer, file } = value<Record<'stream' | 'buffer' | 'file', CreatedAndGot>>('create');

    expect(stream.created).toMatchObject({
      filename: 'photo.jpg',
      requireSignedURLs: false,
      meta: { album: 'lake', tags: ['a', 'b'], at: { x: '1' } },
      variants: expect.arrayContaining([expect.stringMatching(/^https?:.*\/public$/)]),
    });
    expect(buffer.created).toMatchObject({ id: buffer.id, filename: 'cat.jpg', creator: 'ada', meta: {} });
    expect(file.created).toMatchObject({ filename: 'photo.jpg', requireSignedURLs: true, meta: { n: 7 } });
    for (const { created, got } of [stream, buffer, file]) {
      expect(created).not.toHaveProperty('draft');
      expect(got).toEqual(created);
    }
  });

  test('creates an image from a URL', () => {
    const { created, got } = value<{ url: CreatedAndGot }>('create').url;

    expect(created).toMatchObject({ filename: 'public', meta: { from: 'url' }, requireSignedURLs: false });
    expect(created).not.toHaveProperty('draft');
    expect(got).toEqual(created);
  });

  test('gets the bytes that were uploaded as a raw response', () => {
    const { sent, plain, custom } = value<Record<string, unknown>>('blobs');
    const expected = { status: 200, contentType: 'image/jpeg', sha256: sent };

    expect(plain).toEqual(expected);
    expect(custom).toEqual(expected);
  });

  test('edits and deletes an image', () => {
    const { created, edited, unchanged, deleted, afterwards } =
      value<Record<'created' | 'edited' | 'unchanged' | 'deleted' | 'afterwards', Image>>('editAndDelete');

    expect(edited).toMatchObject({
      id: created.id,
      uploaded: created.uploaded,
      creator: 'bob',
      meta: { n: 1, list: [true] },
      requireSignedURLs: true,
    });
    expect(unchanged).toEqual(edited);
    expect(deleted).toEqual({});
    expect(afterwards).toEqual(notFound('Image not found'));
  });

  test('gets the number of images', () => {
    const { count } = value<{ count: { current: number; allowed: number } }>('stats');

    expect(Number.isInteger(count.current)).toBe(true);
    expect(count.current).toBeGreaterThanOrEqual(1);
    expect(count.allowed).toBeGreaterThan(1);
  });

  test('lists images by page, and finds nothing to iterate, as with Cloudflare', () => {
    const { album, v1 } = value<{ album: string[]; v1: unknown }>('lists');

    expect(v1).toEqual({
      ids: [...album].reverse(),
      second: [album[0]],
      resultInfo: expect.objectContaining({ page: 2, per_page: 10, count: 1 }),
      iterated: [[], []],
    });
  });

  test('lists images by continuation token in both orders', () => {
    const { album, v2 } = value<{ album: string[]; v2: unknown }>('lists');
    const newestFirst = [...album].reverse();

    expect(v2).toEqual({
      asc: { pages: [album.slice(0, 10), album.slice(10)], lastToken: null },
      desc: { pages: [newestFirst.slice(0, 10), newestFirst.slice(10)], lastToken: null },
    });
  });

  test('filters by metadata and by the absence of a creator', () => {
    const { filters, withoutCreator } = value<Record<string, unknown>>('lists');
    const oursOnly = { hasOurs: true, hasAlbum: false };

    expect(filters).toEqual({ equal: [0, 2, 4, 6, 8, 10], range: [3, 4, 5], nested: [1], nothing: [] });
    expect(withoutCreator).toEqual({ byNull: oursOnly, byEmpty: oursOnly });
  });

  test('makes, lists and deletes signing keys', () => {
    const { name, made, again, listed, names, left } = value<Record<string, unknown>>('keys');

    expect(made).toEqual([{ name, value: expect.stringMatching(/^.{32,}$/) }]);
    expect(again).toEqual(made);
    expect(listed).toEqual(made);
    expect(names).toEqual(expect.arrayContaining(['default', name]));
    expect(left).toEqual([]);
  });

  test('creates, gets, lists, edits and deletes named variants', () => {
    const { id, created, got, listed, hasPublic, edited, deleted, isLeft } =
      value<Record<string, unknown>>('variants');
    const options = { fit: 'cover', width: 320, height: 200, metadata: 'none' };
    const variant = { id, options, neverRequireSignedURLs: false };

    expect(created).toEqual({ variant });
    expect(got).toEqual({ variant });
    expect(listed).toEqual(variant);
    expect(hasPublic).toBe(true);
    expect(edited).toEqual({
      variant: { id, options: { ...options, width: 640 }, neverRequireSignedURLs: true },
    });
    expect(deleted).toEqual({});
    expect(isLeft).toBe(false);
  });

  test('creates, gets, lists, updates and deletes webhooks', () => {
    const { id, rest, got, listed, iterated, updated, name, deleted, left } =
      value<Record<string, unknown>>('webhooks');
    const webhook = {
      id,
      name: 'sdk',
      url: 'https://hooks.invalid/images',
      type: 'generic',
      created_at: expect.any(String),
    };

    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(rest).toEqual({});
    expect(got).toEqual(webhook);
    expect(listed).toEqual([got]);
    expect(iterated).toEqual([got]);
    expect([updated, name]).toEqual([{ id }, 'renamed']);
    expect(deleted).toEqual({ success: true, errors: [], messages: [] });
    expect(left).toEqual([]);
  });

  test('throws NotFoundError for what is not there', () => {
    const image = notFound('Image not found');

    expect(value('notFound')).toEqual({
      get: image,
      edit: image,
      delete: image,
      blob: image,
      variant: failure('NotFoundError', 404, 5404),
      key: failure('NotFoundError', 404, 5404),
    });
  });

  test('throws ConflictError for what is taken, after one request', () => {
    const taken = failure('ConflictError', 409, 5409, 'Resource already exists');

    expect(value('conflict')).toEqual({ create: taken, mint: taken, variant: taken });
  });

  test('throws BadRequestError with the code of the rule that is broken', () => {
    expect(value('badRequest')).toEqual({
      expiry: badRequest(5400, 'expiry'),
      privateCustomId: badRequest(5410, 'custom ID'),
      customId: badRequest(5411, 'Must not be UUID'),
      noSource: badRequest(5400, 'file or url'),
      url: badRequest(5454, 'public address'),
      operator: badRequest(5400, "Unsupported metadata filter operator: 'not-eq'"),
      pageSize: badRequest(5400, 'per_page'),
      noImage: failure('APIError', 415, 5455),
    });
  });

  test('throws AuthenticationError and PermissionDeniedError, and takes a key with an e-mail address', () => {
    const unauthenticated = failure('AuthenticationError', 401, 10000, 'Authentication error');
    const denied = failure('PermissionDeniedError', 403, 10000, 'Authentication error');

    expect(value('credentials')).toMatchObject({
      wrongToken: unauthenticated,
      wrongTokenMint: unauthenticated,
      wrongKey: unauthenticated,
      otherAccount: denied,
      byKey: true,
    });
  });
});
