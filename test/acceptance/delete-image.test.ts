import { randomUUID } from 'node:crypto';
import { photograph } from '../support/files/fixture';
import { afterIngest } from './client/after-ingest';
import { refusal } from './client/answer';
import { call } from './client/api';
import { deleteImage, getImage, type Image, mint, published } from './client/images';
import { postForm, postPresigned } from './client/upload';

const photo = { bytes: photograph('photo.jpg') };
const GONE = { status: 404, code: 5404 };

describe('Deleting a draft', () => {
  test('cancels its link: the URL is dead from then on', async () => {
    const link = await mint();

    const answer = await deleteImage(link.id);

    expect(answer.status).toBe(200);
    expect(answer.envelope()).toMatchObject({ result: {}, success: true, errors: [], messages: [] });
    expect(refusal(await getImage(link.id))).toEqual(GONE);
    expect(refusal(await postForm(link.uploadURL, photo))).toEqual(GONE);
  });

  test('also keeps its presigned POST from ever publishing', async () => {
    const link = await mint();
    await deleteImage(link.id);

    await postPresigned(link.upload, photo);
    await afterIngest();

    expect(refusal(await getImage(link.id))).toEqual(GONE);
  });

  test('frees its custom id for a new link, and the old one stays dead', async () => {
    const id = `again-${randomUUID()}`;
    const old = await mint({ id });
    await deleteImage(id);

    const fresh = await mint({ id });

    expect(fresh.uploadURL).not.toBe(old.uploadURL);
    expect(refusal(await postForm(old.uploadURL, photo))).toEqual(GONE);
    await postPresigned(old.upload, { ...photo, name: 'old.jpg' });
    await postForm(fresh.uploadURL, { ...photo, name: 'fresh.jpg' });
    expect((await published(id)).filename).toBe('fresh.jpg');
  });
});

describe('Deleting an image', () => {
  test('takes it from its details and from the lists', async () => {
    const creator = `deleter-${randomUUID()}`;
    const link = await mint({ creator });
    await postForm(link.uploadURL, photo);
    await published(link.id);

    const answer = await deleteImage(link.id);

    expect(answer.envelope()).toMatchObject({ result: {}, success: true });
    expect(refusal(await getImage(link.id))).toEqual(GONE);
    expect((await call<{ images: Image[] }>(`/v2?creator=${creator}`)).envelope().result.images).toEqual([]);
    expect(refusal(await deleteImage(link.id))).toEqual(GONE);
  });

  test('does not let the used link or its presigned POST bring it back', async () => {
    const link = await mint();
    await postForm(link.uploadURL, photo);
    await published(link.id);
    await deleteImage(link.id);

    const again = await postForm(link.uploadURL, photo);
    await postPresigned(link.upload, photo);
    await afterIngest();

    expect(refusal(again)).toEqual(GONE);
    expect(refusal(await getImage(link.id))).toEqual(GONE);
  });

  test('works for a custom id with subpaths', async () => {
    const id = `a/${randomUUID()}/b c`;
    await mint({ id });

    const answer = await deleteImage(id);

    expect(answer.status).toBe(200);
    expect(refusal(await getImage(id))).toEqual(GONE);
  });
});

test.each(['no-such-image', 'a/b/c', '7d0c3b52-5a0e-4f0e-9d53-6a1f0b2c4e00'])(
  'answers 404 for an image that is not there: %s',
  async (id) => {
    expect(refusal(await getImage(id))).toEqual(GONE);
    expect(refusal(await deleteImage(id))).toEqual(GONE);
  },
);
