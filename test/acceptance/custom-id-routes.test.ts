import { randomUUID } from 'node:crypto';
import { photograph } from '../support/files/fixture';
import { call } from './client/api';
import { deliver } from './client/deliver';
import { controlOrigin, deployment } from './client/deployment';
import type { Image } from './client/images';
import { rawRequest } from './client/raw-request';

const { accountId, apiToken } = deployment.owner;
const base = new URL(deployment.baseUrl).pathname;
const headers = { authorization: `Bearer ${apiToken}` };

/** How clients write an id into a path (contract 0.2): SDK 7 encodes all of it, SDK 3 to 6 leave slashes raw. */
const ENCODINGS: readonly [how: string, encode: (id: string) => string][] = [
  ['encoded whole', encodeURIComponent],
  ['with raw slashes', (id) => id.split('/').map(encodeURIComponent).join('/')],
  ['encoded in small letters', (id) => encodeURIComponent(id).replace(/%../g, (code) => code.toLowerCase())],
];

const IDS: readonly [what: string, make: (tag: string) => string][] = [
  ['slashes', (tag) => `users/ada/${tag}`],
  ['spaces', (tag) => `a b/${tag} c`],
  ['UTF-8', (tag) => `Grüße/фото/写真 🌄/${tag}`],
  ['percent signs', (tag) => `100%/50%25 %2F%3f ${tag}`],
  ['question marks', (tag) => `what?/${tag}?a=b`],
  ['reserved characters', (tag) => `a+b&c=d;e,f:g@h!$'(*)#~[i]"|^\`{j}\\<k>/${tag}`],
];

/** The paths of an image: below its account, and for the batch API. */
const PREFIXES: readonly [where: string, prefix: string][] = [
  ['below its account', `${base}/accounts/${accountId}/images/v1`],
  ['without an account', '/images/v1'],
];

const create = async (id: string): Promise<Image> => {
  const form = new FormData();
  form.append('id', id);
  form.append('file', new File([new Uint8Array(photograph('photo.webp'))], 'p.webp'));
  const answer = await call<Image>('/v1', { method: 'POST', body: form });
  if (answer.status !== 200) throw new Error(`The image was refused with ${answer.status}: ${answer.text}`);
  return answer.envelope().result;
};

const ask = (path: string, method: string, body?: string) =>
  rawRequest(controlOrigin, path, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });

describe.each(IDS)('A custom id with %s', (_what, make) => {
  test.each(
    PREFIXES.flatMap(([where, prefix]) => ENCODINGS.map(([how, encode]) => ({ where, how, prefix, encode }))),
  )('is found $how, $where: shown, edited, downloaded and deleted', async ({ prefix, encode }) => {
    const id = make(randomUUID());
    const image = await create(id);
    const path = `${prefix}/${encode(id)}`;

    const shown = await ask(path, 'GET');
    const edited = await ask(path, 'PATCH', '{"metadata":{"edited":true}}');
    const original = await ask(`${path}/blob`, 'GET');
    const deleted = await ask(path, 'DELETE');
    const gone = await ask(path, 'GET');

    expect(JSON.parse(shown.text).result).toEqual(image);
    expect(JSON.parse(edited.text).result).toMatchObject({ id, meta: { edited: true } });
    expect([original.status, original.headers['content-type']]).toEqual([200, 'image/webp']);
    expect(JSON.parse(deleted.text)).toMatchObject({ success: true, result: {} });
    expect(gone.status).toBe(404);
  });

  test('is delivered at the URL that the API gives', async () => {
    const [variant = ''] = (await create(make(randomUUID()))).variants;

    expect((await deliver(variant)).status).toBe(200);
  });
});

describe('A custom id that ends in /blob', () => {
  test.each(PREFIXES)('is an image of its own when its slashes are encoded, %s', async (_where, prefix) => {
    const id = `albums/${randomUUID()}`;
    const [outer, inner] = [await create(id), await create(`${id}/blob`)];

    const shown = await ask(`${prefix}/${encodeURIComponent(inner.id)}`, 'GET');
    const original = await ask(`${prefix}/${encodeURIComponent(inner.id)}/blob`, 'GET');
    const originalOfOuter = await ask(`${prefix}/${id}/blob`, 'GET');
    const deleted = await ask(`${prefix}/${encodeURIComponent(inner.id)}`, 'DELETE');
    const left = await ask(`${prefix}/${encodeURIComponent(outer.id)}`, 'GET');

    expect(JSON.parse(shown.text).result).toEqual(inner);
    for (const { status, headers: answered } of [original, originalOfOuter])
      expect([status, answered['content-type']]).toEqual([200, 'image/webp']);
    expect(deleted.status).toBe(200);
    expect(JSON.parse(left.text).result).toEqual(outer);
  });
});

test('An image may be called blob: it is shown, edited, downloaded and deleted', async () => {
  const [, prefix] = PREFIXES[0] ?? [];
  await ask(`${prefix}/blob`, 'DELETE');
  const image = await create('blob');

  const shown = await Promise.all(PREFIXES.map(([, each]) => ask(`${each}/blob`, 'GET')));
  const edited = await ask(`${prefix}/blob`, 'PATCH', '{"metadata":{"edited":true}}');
  const original = await ask(`${prefix}/blob/blob`, 'GET');
  const deleted = await ask(`${prefix}/blob`, 'DELETE');
  const gone = await ask(`${prefix}/blob`, 'GET');

  expect(shown.map(({ text }) => JSON.parse(text).result)).toEqual(PREFIXES.map(() => image));
  expect(JSON.parse(edited.text).result).toMatchObject({ id: 'blob', meta: { edited: true } });
  expect([original.status, original.headers['content-type']]).toEqual([200, 'image/webp']);
  expect([deleted.status, gone.status]).toEqual([200, 404]);
});
