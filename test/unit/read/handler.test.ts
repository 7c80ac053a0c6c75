import { accountHash } from '../../../lambdas/core/account';
import { DEFAULT_SETTINGS } from '../../../lambdas/core/settings';
import { createHandler } from '../../../lambdas/read/handler';
import { type ClientRequest, controlEvent, lambdaContext } from '../../support/control/control-request';
import { ACCOUNT, draftOf, NOW, publishedOf, secondsLater } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { InMemoryTokens } from '../../support/in-memory/in-memory-tokens';
import { RecordingLogger } from '../../support/in-memory/recording-logger';

const IMAGES = '/client/v4/accounts/{account_id}/images';

const setUp = () => {
  const images = new InMemoryImages();
  const handler = createHandler({
    images,
    index: images,
    settings: { get: async () => DEFAULT_SETTINGS },
    secret: { get: async () => Buffer.alloc(32, 1) },
    staged: { exists: async () => false },
    objects: { get: async () => Buffer.from('pixels') },
    links: { linkTo: async () => 'https://bucket.example.net/link' },
    tokens: new InMemoryTokens()
      .add('token', { accountId: ACCOUNT })
      .add('other', { accountId: 'account-2' }),
    counter: { count: async (hash) => (hash === accountHash(ACCOUNT) ? 42 : 0) },
    imagesAllowed: 100_000,
    clock: () => NOW,
    deliveryBaseUrl: 'https://delivery.example.net',
    logger: new RecordingLogger(),
  });
  const send = (request: Partial<ClientRequest>) =>
    handler(
      controlEvent({ routeKey: 'GET /', headers: { authorization: 'Bearer token' }, ...request }),
      lambdaContext(),
    );
  const get = async (
    path: string,
    options: { id?: string; query?: string; account?: string; token?: string } = {},
  ) => {
    const { id, query = '', account = ACCOUNT, token = 'token' } = options;
    const response = await send({
      routeKey: `GET ${IMAGES}${path}`,
      pathParameters: { account_id: account, ...(id === undefined ? {} : { image_id: id }) },
      query,
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: response.statusCode, body: JSON.parse(response.body) };
  };
  const publish = async (id: string, values: Parameters<typeof draftOf>[0] = {}) => {
    const draft = draftOf({ id, ...values });
    await images.createDraft(draft);
    await images.publish(draft, publishedOf(draft));
  };
  return { images, send, get, publish };
};

describe('GET images/v1/{image_id}', () => {
  it('shows a draft as one', async () => {
    const { images, get } = setUp();
    await images.createDraft(draftOf({ id: 'a/b', meta: { k: 1 }, creator: 'me' }));

    const { status, body } = await get('/v1/{image_id+}', { id: 'a/b' });

    expect(status).toBe(200);
    expect(body.result).toMatchObject({
      id: 'a/b',
      draft: true,
      filename: null,
      meta: { k: 1 },
      metadata: { k: 1 },
      creator: 'me',
    });
    expect(body.result.variants).toHaveLength(2);
    expect(body).not.toHaveProperty('result_info');
  });

  it('shows a published image without the flag', async () => {
    const { get, publish } = setUp();
    await publish('cat');

    const { body } = await get('/v1/{image_id+}', { id: 'cat' });

    expect(body.result).toMatchObject({
      id: 'cat',
      filename: 'cat.jpg',
      requireSignedURLs: false,
      requiredSignedURLs: false,
    });
    expect(body.result).not.toHaveProperty('draft');
  });

  it('does not find what is not there, expired, or of another account', async () => {
    const { images, get } = setUp();
    await images.createDraft(draftOf({ id: 'old', expiresAtSeconds: 0 }));
    await images.createDraft(draftOf({ id: 'mine' }));
    const missing = {
      status: 404,
      body: { result: null, errors: [{ code: 5404, message: 'Image not found' }] },
    };

    await expect(get('/v1/{image_id+}', { id: 'none' })).resolves.toMatchObject(missing);
    await expect(get('/v1/{image_id+}', { id: 'old' })).resolves.toMatchObject(missing);
    await expect(
      get('/v1/{image_id+}', { id: 'mine', account: 'account-2', token: 'other' }),
    ).resolves.toMatchObject(missing);
  });
});

describe('GET images/v1/{image_id}/blob', () => {
  const pathOf = (id: string) => `${IMAGES.replace('{account_id}', ACCOUNT)}/v1/${id}`;

  it.each([
    ['a/b/blob', 'a/b'],
    ['a%2Fb/blob', 'a/b'],
    ['a%2Fblob/blob', 'a/blob'],
    ['blob/blob', 'blob'],
  ])('%s is the original of %s', async (path, id) => {
    const { send, publish } = setUp();
    await publish(id);

    const response = await send({ path: pathOf(path) });

    expect(response).toMatchObject({ statusCode: 200, isBase64Encoded: true });
    expect(Buffer.from(response.body, 'base64').toString()).toBe('pixels');
  });

  it.each([
    ['below its account', IMAGES.replace('{account_id}', ACCOUNT)],
    ['without an account', '/images'],
  ])('is the image of that id when nothing precedes it, %s', async (_where, images) => {
    const { send, publish } = setUp();
    await publish('blob');

    const response = await send({ path: `${images}/v1/blob` });

    expect(response.statusCode).toBe(200);
    expect(JSON.parse(response.body).result.id).toBe('blob');
  });

  it('is an image of its own when its slash is encoded', async () => {
    const { send, publish } = setUp();
    await publish('a');
    await publish('a/blob');

    const response = await send({ path: pathOf('a%2Fblob') });

    expect(JSON.parse(response.body).result.id).toBe('a/blob');
  });
});

describe('GET images/v2', () => {
  it('lists published images with a token while there are more', async () => {
    const { images, get, publish } = setUp();
    for (let i = 0; i < 12; i += 1) await publish(`image-${i}`, { uploaded: secondsLater(i).toISOString() });
    await images.createDraft(draftOf({ id: 'draft' }));

    const first = await get('/v2', { query: 'per_page=10' });
    const token = encodeURIComponent(first.body.result.continuation_token);
    const second = await get('/v2', { query: `per_page=10&continuation_token=${token}` });

    expect(first.body.result.images).toHaveLength(10);
    expect(first.body.result.images[0]).toMatchObject({ id: 'image-11', creator: null, meta: {} });
    expect(second.body.result).toMatchObject({
      images: [{ id: 'image-1' }, { id: 'image-0' }],
      continuation_token: null,
    });
  });

  it('filters by creator and metadata', async () => {
    const { get, publish } = setUp();
    await publish('ann', { creator: 'ann', meta: { n: 1 } });
    await publish('bob', { creator: 'bob', meta: { n: 2 } });
    const ids = async (query: string) =>
      (await get('/v2', { query })).body.result.images.map(({ id }: { id: string }) => id);

    await expect(ids('creator=ann')).resolves.toEqual(['ann']);
    await expect(ids('creator=')).resolves.toEqual([]);
    await expect(ids('meta.n%5Bgte%5D=2')).resolves.toEqual(['bob']);
  });

  it('refuses a broken parameter or token with code 5400', async () => {
    const { get } = setUp();

    for (const query of ['per_page=5', 'sort_order=up', 'continuation_token=abc']) {
      await expect(get('/v2', { query })).resolves.toMatchObject({
        status: 400,
        body: { errors: [{ code: 5400 }] },
      });
    }
  });
});

describe('GET images/v1', () => {
  it('lists a numbered page and says which', async () => {
    const { get, publish } = setUp();
    for (let i = 0; i < 12; i += 1) await publish(`image-${i}`, { uploaded: secondsLater(i).toISOString() });

    const { body } = await get('/v1', { query: 'page=2&per_page=10' });

    expect(body.result.images).toMatchObject([{ id: 'image-1' }, { id: 'image-0' }]);
    expect(body.result).not.toHaveProperty('items');
    expect(body.result_info).toEqual({ page: 2, per_page: 10, count: 2 });
  });
});

describe('GET images/v1/stats', () => {
  it('answers with the count of the account and the quota', async () => {
    const { get } = setUp();

    await expect(get('/v1/stats')).resolves.toMatchObject({
      status: 200,
      body: { result: { count: { current: 42, allowed: 100_000 } } },
    });
  });
});
