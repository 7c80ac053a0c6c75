import { photograph } from '../support/files/fixture';
import { poll } from '../support/poll';
import { errorMessage, refusal } from './client/answer';
import { call } from './client/api';
import { deliver, inspect, publish, variantUrl } from './client/deliver';
import { deployment } from './client/deployment';

interface Variant {
  readonly id: string;
  readonly options: Record<string, unknown>;
  readonly neverRequireSignedURLs: boolean;
}

const caller = deployment.settings;
const JSON_HEADERS = { 'content-type': 'application/json' };
const send = (method: string, path: string, body?: unknown) =>
  call<{ variant: Variant }>(path, {
    method,
    caller,
    ...(body !== undefined && { body: JSON.stringify(body), headers: JSON_HEADERS }),
  });
const create = (body: unknown) => send('POST', '/v1/variants', body);
const list = async () =>
  (await call<{ variants: Record<string, Variant> }>('/v1/variants', { caller })).envelope().result.variants;

const made: string[] = [];
const unique = (): string => {
  const id = `v${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
  made.push(id);
  return id;
};

afterAll(async () => {
  await Promise.all(made.map((id) => send('DELETE', `/v1/variants/${id}`)));
});

describe('Named variants', () => {
  test('begin with public and thumbnail', async () => {
    expect(await list()).toMatchObject({
      public: { id: 'public', options: { fit: 'scale-down', width: 1366, height: 768 } },
      thumbnail: { id: 'thumbnail' },
    });
  });

  test('are made, listed, read, edited and deleted', async () => {
    const id = unique();
    const options = { fit: 'cover', width: 64, height: 48, metadata: 'none' };

    const created = (await create({ id, options })).envelope().result.variant;
    const edited = (
      await send('PATCH', `/v1/variants/${id}`, { options: { ...options, width: 32 } })
    ).envelope().result.variant;
    const listed = (await list())[id];
    const deleted = await send('DELETE', `/v1/variants/${id}`);

    expect(created).toEqual({ id, options, neverRequireSignedURLs: false });
    expect(edited).toEqual({ id, options: { ...options, width: 32 }, neverRequireSignedURLs: false });
    expect(listed).toEqual(edited);
    expect(deleted.envelope().result).toEqual({});
    expect(refusal(await send('GET', `/v1/variants/${id}`))).toEqual({ status: 404, code: 5404 });
  });

  test('need no more than one side', async () => {
    const { variant } = (await create({ id: unique(), options: { width: 100 } })).envelope().result;

    expect(variant.options).toMatchObject({ fit: 'scale-down', metadata: 'none', width: 100 });
  });

  test.each<[string, unknown, string]>([
    ['no side', { id: 'x1', options: { fit: 'cover' } }, 'width'],
    ['an unknown fit', { id: 'x2', options: { fit: 'stretch', width: 1 } }, 'fit'],
    ['a width of nothing', { id: 'x3', options: { width: 0 } }, 'width'],
    ['metadata that is no choice', { id: 'x4', options: { width: 1, metadata: 'all' } }, 'metadata'],
    ['a short time to live', { id: 'x5', options: { width: 1, browser_ttl: 60 } }, 'browser_ttl'],
    ['a long id', { id: 'x'.repeat(100), options: { width: 1 } }, 'id'],
    ['an id with a slash', { id: 'a/b', options: { width: 1 } }, 'id'],
    ['an id that reads as options', { id: 'w=1', options: { width: 1 } }, 'id'],
    ['no options', { id: 'x6' }, 'options'],
  ])('are refused with the field: %s', async (_what, body, field) => {
    const answer = await create(body);

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
    expect(errorMessage(answer)).toContain(field);
  });

  test('are refused when their id is taken', async () => {
    expect(refusal(await create({ id: 'public', options: { width: 1 } }))).toEqual({
      status: 409,
      code: 5409,
    });
  });

  test('keep public', async () => {
    const answer = await send('DELETE', '/v1/variants/public');

    expect(answer.status).toBe(400);
    expect(await list()).toHaveProperty('public');
  });
});

describe('A new variant', () => {
  test('is in every image and is delivered', async () => {
    const image = await publish({ bytes: photograph('photo.jpg') }, {}, caller);
    const id = unique();
    await create({ id, options: { fit: 'cover', width: 64, height: 48 } });

    const delivered = await deliver(variantUrl(image, id));

    expect(await inspect(delivered)).toMatchObject({ width: 64, height: 48 });
    const fresh = await publish({ bytes: photograph('photo.webp') }, {}, caller);
    expect(fresh.variants).toContain(variantUrl(fresh, id));
  });

  test('sets how long browsers keep it', async () => {
    const image = await publish({ bytes: photograph('photo.jpg') }, {}, caller);
    const id = unique();
    await create({ id, options: { width: 20, browser_ttl: 3_600 } });

    expect((await deliver(variantUrl(image, id))).headers.get('cache-control')).toContain('max-age=3600');
  });

  test('shows its new options soon after an edit', async () => {
    const image = await publish({ bytes: photograph('photo.jpg') }, {}, caller);
    const id = unique();
    await create({ id, options: { width: 50 } });
    expect(await inspect(await deliver(variantUrl(image, id)))).toMatchObject({ width: 50 });

    await send('PATCH', `/v1/variants/${id}`, { options: { width: 40 } });

    await poll(
      async () => (await inspect(await deliver(variantUrl(image, id)))).width,
      (width) => width === 40,
    );
  });
});
