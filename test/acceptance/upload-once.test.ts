import { randomUUID } from 'node:crypto';
import { photograph } from '../support/files/fixture';
import { afterIngest } from './client/after-ingest';
import { errorMessage, refusal } from './client/answer';
import { call } from './client/api';
import { getImage, type Image, mint, published } from './client/images';
import { postForm, sendBody } from './client/upload';

const photo = { bytes: photograph('photo.jpg'), name: 'first.jpg' };

describe('A second upload with the same URL', () => {
  test('is refused before the first is published, in a way that no client retries', async () => {
    const link = await mint();

    const [first, second] = [await postForm(link.uploadURL, photo), await postForm(link.uploadURL, photo)];

    expect(first.status).toBe(200);
    expect(refusal(second)).toEqual({ status: 409, code: 5409 });
    expect(errorMessage(second)).toBe('Resource already exists');
    expect(second.headers.get('x-should-retry')).toBe('false');
  });

  test.each([
    ['by form', (url: string) => postForm(url, { bytes: photograph('photo.webp'), name: 'second.webp' })],
    ['by PUT', (url: string) => sendBody(url, 'PUT', photograph('photo.webp'), 'image/webp')],
  ])('is refused after the first is published, and changes nothing: %s', async (_what, again) => {
    const link = await mint();
    await postForm(link.uploadURL, photo);
    const image = await published(link.id);

    const second = await again(link.uploadURL);

    expect(refusal(second)).toEqual({ status: 409, code: 5409 });
    expect(second.headers.get('x-should-retry')).toBe('false');
    expect((await getImage(link.id)).envelope().result).toEqual(image);
  });
});

test('makes exactly one image of twenty simultaneous uploads', async () => {
  const creator = `racers-${randomUUID()}`;
  const link = await mint({ creator });

  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => postForm(link.uploadURL, { ...photo, name: `racer-${i}.jpg` })),
  );

  // An upload that was let in just before another was published is acknowledged too, and then discarded.
  const acknowledged = answers.flatMap((answer, i) => (answer.status === 200 ? [`racer-${i}.jpg`] : []));
  const refusals = answers.filter((answer) => answer.status !== 200).map(refusal);
  expect(refusals).toEqual(refusals.map(() => ({ status: 409, code: 5409 })));
  const image = await published(link.id);
  expect(acknowledged).toContain(image.filename);
  await afterIngest();
  expect((await getImage(link.id)).envelope().result).toEqual(image);
  expect((await call<{ images: Image[] }>(`/v2?creator=${creator}`)).envelope().result.images).toEqual([
    image,
  ]);
});
