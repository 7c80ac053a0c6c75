import Cloudflare from 'cloudflare';
import { photograph } from '../support/files/fixture';
import { deployment } from './client/deployment';
import { published } from './client/images';
import { postForm } from './client/upload';

const { accountId: account_id, apiToken } = deployment.owner;
const client = new Cloudflare({ apiToken, baseURL: deployment.baseUrl });

/** Retries would take longer; the official client must see a final answer at once. */
const A_SECOND_MS = 1_000;

const failureOf = async (attempt: PromiseLike<unknown>): Promise<unknown> => {
  try {
    await attempt;
  } catch (error) {
    return error;
  }
  throw new Error('The call succeeded');
};

describe('The official client with nothing but another base URL', () => {
  test('mints, uploads, reads, lists and deletes', async () => {
    const creator = `sdk-${Date.now()}`;
    const link = await client.images.v2.directUploads.create({
      account_id,
      creator,
      metadata: { album: 'lake' },
    });
    await postForm(link.uploadURL ?? '', { bytes: photograph('photo.jpg'), name: 'lake.jpg' });
    await published(link.id ?? '');

    const image = await client.images.v1.get(link.id ?? '', { account_id });
    const page = await client.images.v2.list({ account_id, creator });
    const deleted = await client.images.v1.delete(link.id ?? '', { account_id });

    expect(image).toMatchObject({
      id: link.id,
      filename: 'lake.jpg',
      meta: { album: 'lake' },
      requireSignedURLs: false,
    });
    expect(page.images).toEqual([image]);
    expect(page.continuation_token).toBeNull();
    expect(deleted).toEqual({});
  });

  test('mints without any option', async () => {
    const link = await client.images.v2.directUploads.create({ account_id });

    expect(link).toMatchObject({ id: expect.any(String), uploadURL: expect.any(String) });
  });

  test('mints with every option', async () => {
    const link = await client.images.v2.directUploads.create({
      account_id,
      expiry: new Date(Date.now() + 600_000).toISOString(),
      creator: 'ada',
      requireSignedURLs: true,
      metadata: JSON.stringify({ n: 7 }),
    });

    const image = await client.images.v1.get(link.id ?? '', { account_id });
    expect(image).toMatchObject({ creator: 'ada', requireSignedURLs: true, meta: { n: 7 } });
  });

  test('reads a custom id with subpaths', async () => {
    const id = `sdk/${Date.now()}/b c`;

    await client.images.v2.directUploads.create({ account_id, id });

    expect(await client.images.v1.get(id, { account_id })).toMatchObject({ id, draft: true });
  });

  test('finds nothing to iterate in the older list, as with Cloudflare, but the images in its result', async () => {
    const page = await client.images.v1.list({ account_id });
    const items: unknown[] = [];
    for await (const item of page) items.push(item);

    expect(items).toEqual([]);
    expect((page.result as { images: unknown[] }).images).toEqual(expect.any(Array));
  });

  test('is told within a second that an image is not there', async () => {
    const start = Date.now();

    const error = await failureOf(client.images.v1.get('no-such-image', { account_id }));

    expect(error).toBeInstanceOf(Cloudflare.NotFoundError);
    expect(error).toMatchObject({ status: 404, errors: [{ code: 5404, message: 'Image not found' }] });
    expect(Date.now() - start).toBeLessThan(A_SECOND_MS);
  });

  test('is told within a second that an id is taken', async () => {
    const id = `sdk-taken-${Date.now()}`;
    await client.images.v2.directUploads.create({ account_id, id });
    const start = Date.now();

    const error = await failureOf(client.images.v2.directUploads.create({ account_id, id }));

    expect(error).toBeInstanceOf(Cloudflare.ConflictError);
    expect(error).toMatchObject({
      status: 409,
      errors: [{ code: 5409, message: 'Resource already exists' }],
    });
    expect(Date.now() - start).toBeLessThan(A_SECOND_MS);
  });

  test.each([
    [
      'a wrong token',
      new Cloudflare({ apiToken: 'wrong', baseURL: deployment.baseUrl }),
      account_id,
      Cloudflare.AuthenticationError,
    ],
    ['another account', client, 'another-account', Cloudflare.PermissionDeniedError],
  ])('is told about %s by the right class', async (_what, caller, accountId, expected) => {
    const error = await failureOf(caller.images.v2.list({ account_id: accountId }));

    expect(error).toBeInstanceOf(expected);
    expect(error).toMatchObject({ errors: [{ code: 10000, message: 'Authentication error' }] });
  });

  test('is told which field broke which rule', async () => {
    const error = await failureOf(
      client.images.v2.directUploads.create({ account_id, expiry: '2020-01-01T00:00:00Z' }),
    );

    expect(error).toBeInstanceOf(Cloudflare.BadRequestError);
    expect(error).toMatchObject({ errors: [{ code: 5400, message: expect.stringContaining('expiry') }] });
  });

  test('works with a key and an e-mail address in place of a token', async () => {
    const byKey = new Cloudflare({
      apiEmail: 'ada@example.com',
      apiKey: apiToken,
      apiToken: null,
      baseURL: deployment.baseUrl,
    });

    await expect(byKey.images.v2.list({ account_id })).resolves.toMatchObject({ images: expect.any(Array) });
  });
});
