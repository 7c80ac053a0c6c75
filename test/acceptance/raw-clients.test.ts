import { randomUUID } from 'node:crypto';
import { photograph } from '../support/files/fixture';
import type { Envelope } from './client/answer';
import { publish } from './client/deliver';
import { controlOrigin, deployment } from './client/deployment';
import { getImage, type Image, originalBytes, type UploadLink } from './client/images';
import { rawRequest } from './client/raw-request';
import { type RecordedValues, recordedRequest } from './client/recorded-request';

const photo = photograph('photo.jpg');
const TEN_MINUTES_MS = 600_000;

/** RFC 3339 as Go writes it; Python writes an offset for the `Z`. */
const expiry = () => new Date(Date.now() + TEN_MINUTES_MS).toISOString().replace(/\.\d+Z$/, 'Z');

const commonValues = (): RecordedValues => ({
  base: new URL(deployment.baseUrl).pathname,
  account_id: deployment.owner.accountId,
  api_token: deployment.owner.apiToken,
  id: `raw/${randomUUID()}`,
  expiry: expiry(),
  expiry_offset: expiry().replace('Z', '+00:00'),
  photo,
});

const send = async <Result>(name: string, values: RecordedValues = {}) => {
  const all = { ...commonValues(), ...values };
  const { path, ...request } = recordedRequest(name, all);
  const answer = await rawRequest(controlOrigin, path, request);
  const envelope = JSON.parse(answer.text) as Envelope<Result>;
  return { status: answer.status, id: all['id'], expiry: String(all['expiry']), ...envelope };
};

const album = { album: 'lake', at: { x: '007' }, tags: ['a', 'b'] };
const typed = { album: 'lake', n: 7 };

describe('A mint as it is sent by', () => {
  test.each<[string, Partial<Image>]>([
    ['curl/mint-form', { requireSignedURLs: true, meta: { key: 'value' } }],
    ['curl/mint-data', { requireSignedURLs: false, meta: {} }],
    ['curl/mint-v1', { requireSignedURLs: false, meta: {} }],
    ['python/mint-nothing', { requireSignedURLs: false, meta: {} }],
    ['python/mint', { requireSignedURLs: false, creator: 'ada', meta: album }],
    ['go-v6/mint-nothing', { requireSignedURLs: false, meta: {} }],
    ['go-v6/mint', { requireSignedURLs: false, creator: 'ada', meta: album }],
    ['go-v0/mint-v1', { requireSignedURLs: false, meta: {} }],
    ['go-v0/mint-v2', { requireSignedURLs: true, meta: typed }],
  ])('%s makes the draft that it asks for', async (name, expected) => {
    const { status, result } = await send<UploadLink>(name);

    expect(status).toBe(200);
    expect(result.uploadURL).toMatch(/^https?:/);
    expect((await getImage(result.id)).envelope().result).toMatchObject({ draft: true, ...expected });
  });

  test.each(['python/mint', 'go-v6/mint'])('%s has the id that was asked for', async (name) => {
    const { id, result } = await send<UploadLink>(name);

    expect(result.id).toBe(id);
  });

  test.each(['curl/mint-data', 'python/mint', 'go-v6/mint', 'go-v0/mint-v1', 'go-v0/mint-v2'])(
    '%s ends when it was asked to',
    async (name) => {
      const { expiry: asked, result } = await send<UploadLink>(name);

      expect(Date.parse(result.upload.expires)).toBe(Date.parse(asked));
    },
  );
});

describe('A file as it is sent by', () => {
  test.each<[string, Partial<Image>]>([
    ['curl/create-file', { filename: 'photo.jpg', requireSignedURLs: false, meta: { key: 'value' } }],
    ['python/create-file-field', { requireSignedURLs: false, meta: { album: 'lake' } }],
    [
      'go-v6/create',
      { filename: 'anonymous_file', requireSignedURLs: false, creator: 'ada', meta: { album: 'lake' } },
    ],
    ['go-v0/upload-image', { filename: 'lake.jpg', requireSignedURLs: true, meta: typed }],
    ['terraform/create', { filename: 'upload.jpg', requireSignedURLs: false, creator: 'ada', meta: typed }],
  ])('%s becomes an image with the same bytes', async (name, expected) => {
    const { status, result } = await send<Image>(name);

    expect(status).toBe(200);
    expect(result).toMatchObject(expected);
    expect(result).not.toHaveProperty('draft');
    expect(await originalBytes(result.id)).toEqual(photo);
  });

  test.each(['curl/create-file', 'python/create-file-field', 'go-v6/create', 'terraform/create'])(
    '%s has the id that was asked for',
    async (name) => {
      const { id, result } = await send<Image>(name);

      expect(result.id).toBe(id);
    },
  );
});

describe('An image from the URL that is sent by', () => {
  const source = () => publish({ bytes: photo, name: 'lake.jpg' });

  test('curl/create-url is fetched', async () => {
    const [url = ''] = (await source()).variants;

    const { status, result } = await send<Image>('curl/create-url', { url });

    expect(status).toBe(200);
    expect(result).toMatchObject({ meta: { key: 'value' }, requireSignedURLs: false });
  });

  test('terraform/create-unset-metadata is refused, as Cloudflare refuses an empty metadata part', async () => {
    const [url = ''] = (await source()).variants;

    const { status, errors } = await send<null>('terraform/create-unset-metadata', { url });

    expect(status).toBe(400);
    expect(errors).toEqual([{ code: 5400, message: expect.stringContaining('metadata') }]);
  });
});

describe('An edit as it is sent by', () => {
  test.each<[string, Partial<Image>]>([
    ['curl/edit', { creator: 'eve', meta: { key: 'new' } }],
    ['python/edit', { creator: 'ada', meta: { album: 'lake' } }],
    ['go-v6/edit', { creator: 'ada', meta: { album: 'lake' } }],
    ['go-v0/update-image', { creator: 'eve', meta: { album: 'lake' } }],
    ['terraform/update-whole-model', { creator: 'ada', meta: typed }],
    ['terraform/update-json', { creator: 'ada', meta: typed }],
  ])('%s changes what it names and nothing else', async (name, expected) => {
    const image = await publish(
      { bytes: photo, name: 'lake.jpg' },
      { creator: 'eve', metadata: '{"old":1}' },
    );

    const { status, result } = await send<Image>(name, { image_id: image.id });

    const { id, filename, uploaded } = image;
    expect(status).toBe(200);
    expect(result).toMatchObject({ id, filename, uploaded, requireSignedURLs: true, ...expected });
    expect((await getImage(id)).envelope().result).toEqual(result);
    expect(await originalBytes(id)).toEqual(photo);
  });
});

test('A deletion as it is sent by curl/delete deletes', async () => {
  const image = await publish({ bytes: photo });

  const { status, result } = await send<unknown>('curl/delete', { image_id: image.id });

  expect({ status, result }).toEqual({ status: 200, result: {} });
  expect((await getImage(image.id)).status).toBe(404);
});
