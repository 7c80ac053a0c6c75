import { photograph } from '../support/files/fixture';
import { refusal } from './client/answer';
import { call, type RequestOptions } from './client/api';
import { getImage, type UploadLink } from './client/images';
import { postForm } from './client/upload';

const mintV1 = (options: RequestOptions = {}) =>
  call<UploadLink>('/v1/direct_upload', { method: 'POST', ...options });
const JSON_HEADERS = { 'content-type': 'application/json' };

describe('The retired v1 mint', () => {
  test.each<[string, RequestOptions]>([
    ['no body', {}],
    ['an empty body that is called JSON', { headers: JSON_HEADERS }],
    ['an empty object', { body: '{}', headers: JSON_HEADERS }],
    [
      'an expiry',
      {
        body: JSON.stringify({ expiry: new Date(Date.now() + 600_000).toISOString() }),
        headers: JSON_HEADERS,
      },
    ],
  ])('gives a link for %s', async (_what, options) => {
    const answer = await mintV1(options);

    expect(answer.status).toBe(200);
    const { id, uploadURL } = answer.envelope().result;
    expect((await getImage(id)).envelope().result).toMatchObject({ id, draft: true });
    expect((await postForm(uploadURL, { bytes: photograph('photo.webp'), name: 'p.webp' })).status).toBe(200);
  });

  test('reads nothing but the expiry', async () => {
    const body = JSON.stringify({
      id: 'my-own-id',
      metadata: { a: 1 },
      creator: 'ada',
      requireSignedURLs: 'perhaps',
    });

    const { result } = (await mintV1({ body, headers: JSON_HEADERS })).envelope();

    expect(result.id).not.toBe('my-own-id');
    expect((await getImage(result.id)).envelope().result.meta ?? {}).toEqual({});
  });

  test('refuses a bad expiry', async () => {
    const answer = await mintV1({ body: '{"expiry":"soon"}', headers: JSON_HEADERS });

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
  });
});
