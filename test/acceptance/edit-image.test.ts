import { randomUUID } from 'node:crypto';
import { photograph } from '../support/files/fixture';
import { errorMessage, refusal } from './client/answer';
import { call, type RequestBody } from './client/api';
import { publish } from './client/deliver';
import { getImage, type Image, mint, published } from './client/images';
import { postForm } from './client/upload';

const photo = { bytes: photograph('photo.webp'), name: 'p.webp' };

const patch = (id: string, body: RequestBody, headers: Record<string, string> = {}) =>
  call<Image>(`/v1/${encodeURIComponent(id)}`, { method: 'PATCH', body, headers });
const edit = (id: string, change: Record<string, unknown>) =>
  patch(id, JSON.stringify(change), { 'content-type': 'application/json' });

describe('An edit', () => {
  test('replaces metadata as a whole and leaves the rest', async () => {
    const image = await publish(photo, { metadata: '{"a":1,"b":2}', creator: 'ada' });

    const answer = await edit(image.id, { metadata: { c: 3 } });

    expect(answer.status).toBe(200);
    expect(answer.envelope().result).toEqual({ ...image, meta: { c: 3 }, metadata: { c: 3 } });
    expect((await getImage(image.id)).envelope().result).toEqual(answer.envelope().result);
  });

  test('changes nothing when it says nothing', async () => {
    const image = await publish(photo, { metadata: '{"a":1}', creator: 'ada' });

    expect((await edit(image.id, {})).envelope().result).toEqual(image);
  });

  test.each([
    ['an empty one', ''],
    ['null', null],
  ])('clears the creator with %s', async (_what, creator) => {
    const image = await publish(photo, { creator: 'ada' });

    const { result } = (await edit(image.id, { creator })).envelope();

    expect(result.creator ?? null).toBeNull();
  });

  test('moves the image to its new creator’s list', async () => {
    const [before, after] = [`before-${randomUUID()}`, `after-${randomUUID()}`];
    const image = await publish(photo, { creator: before });

    await edit(image.id, { creator: after });

    const list = async (creator: string) =>
      (await call<{ images: Image[] }>(`/v2?creator=${creator}`)).envelope().result.images;
    expect((await list(before)).map(({ id }) => id)).toEqual([]);
    expect((await list(after)).map(({ id }) => id)).toEqual([image.id]);
  });

  test('keeps the id when access changes', async () => {
    const image = await publish(photo);

    const { result } = (await edit(image.id, { requireSignedURLs: true })).envelope();

    expect(result).toMatchObject({ id: image.id, requireSignedURLs: true, requiredSignedURLs: true });
  });

  test('of a draft holds for the picture that it gets', async () => {
    const link = await mint({ metadata: '{"a":1}' });

    await edit(link.id, { metadata: { b: 2 } });
    await postForm(link.uploadURL, photo);

    expect((await published(link.id)).meta).toEqual({ b: 2 });
  });

  test('is taken from a form too, with the whole model as Terraform sends it', async () => {
    const image = await publish(photo);
    const form = new FormData();
    for (const [name, value] of Object.entries({
      id: image.id,
      metadata: '{"t":1}',
      creator: 'ada',
      requireSignedURLs: 'true',
    }))
      form.append(name, value);

    const answer = await patch(image.id, form);

    expect(answer.envelope().result).toMatchObject({
      id: image.id,
      meta: { t: 1 },
      creator: 'ada',
      requireSignedURLs: true,
    });
  });

  test('cannot make a custom id private', async () => {
    const { id } = await publish(photo, { id: `custom-${randomUUID()}` });

    expect(refusal(await edit(id, { requireSignedURLs: true }))).toEqual({ status: 400, code: 5410 });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['metadata that is no object', { metadata: ['a'] }, 'metadata'],
    ['metadata that is too large', { metadata: { k: 'v'.repeat(1_024) } }, 'metadata'],
    ['metadata with a number that was rounded', { metadata: { user: 2 ** 60 } }, 'metadata'],
    ['a flag that is none', { requireSignedURLs: 'perhaps' }, 'requireSignedURLs'],
    ['a creator that is too long', { creator: 'c'.repeat(1_025) }, 'creator'],
  ])('is refused and names the field: %s', async (_what, change, field) => {
    const image = await publish(photo);

    const answer = await edit(image.id, change);

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
    expect(errorMessage(answer)).toContain(field);
    expect((await getImage(image.id)).envelope().result).toEqual(image);
  });

  test('of an image that is not there is 404', async () => {
    expect(refusal(await edit('no-such-image', { creator: 'ada' }))).toEqual({ status: 404, code: 5404 });
  });
});
