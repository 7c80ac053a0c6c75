import { photograph } from '../support/files/fixture';
import { errorMessage, refusal } from './client/answer';
import { getImage, mint, published } from './client/images';
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
  const link = await mint();

  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => postForm(link.uploadURL, { ...photo, name: `racer-${i}.jpg` })),
  );

  const winners = answers.flatMap((answer, i) => (answer.status === 200 ? [`racer-${i}.jpg`] : []));
  const losers = answers.filter((answer) => answer.status !== 200);
  expect(winners).toHaveLength(1);
  expect(losers.map(refusal)).toEqual(Array(19).fill({ status: 409, code: 5409 }));
  expect([(await published(link.id)).filename]).toEqual(winners);
});
