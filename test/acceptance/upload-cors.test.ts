import { photograph } from '../support/files/fixture';
import { mint } from './client/images';
import { postForm, postPresigned } from './client/upload';

const ORIGIN = 'https://app.example';

const preflight = (url: string, method: string, headers?: string) =>
  fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin: ORIGIN,
      'access-control-request-method': method,
      ...(headers && { 'access-control-request-headers': headers }),
    },
  });

const listOf = (response: Response, header: string): string[] =>
  (response.headers.get(header) ?? '').toLowerCase().split(/\s*,\s*/);

describe('The one-time URL, asked by a page of another origin', () => {
  test.each(['POST', 'PUT'])(
    'lets the browser send a %s with the headers that uploaders set',
    async (method) => {
      const link = await mint();

      const response = await preflight(link.uploadURL, method, 'content-type,x-requested-with');

      expect([200, 204]).toContain(response.status);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(listOf(response, 'access-control-allow-methods')).toEqual(
        expect.arrayContaining(['post', 'put', 'options']),
      );
      expect(listOf(response, 'access-control-allow-headers')).toEqual(
        expect.arrayContaining(['content-type', 'x-requested-with']),
      );
      expect(response.headers.get('access-control-max-age')).toBe('86400');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    },
  );

  test('lets the page read a success and the refusal after it', async () => {
    const link = await mint();
    const file = { bytes: photograph('photo.webp') };

    const first = await postForm(link.uploadURL, file, { origin: ORIGIN });
    const second = await postForm(link.uploadURL, file, { origin: ORIGIN });

    expect([first.status, second.status]).toEqual([200, 409]);
    for (const answer of [first, second]) expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  test.each([
    ['an unknown link', 'POST', (url: string) => url.replace(/.{22}$/, 'AAAAAAAAAAAAAAAAAAAAAA')],
    ['a method that it does not take', 'GET', (url: string) => url],
    ['another method that it does not take', 'DELETE', (url: string) => url],
    ['a path that is no link', 'POST', (url: string) => `${url}/more`],
  ])('lets the page read the refusal of %s', async (_what, method, change) => {
    const link = await mint();

    const response = await fetch(change(link.uploadURL), { method, headers: { origin: ORIGIN } });

    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({ success: false });
  });
});

describe('The presigned POST, asked by a page of another origin', () => {
  test('lets the browser send it and read the answer', async () => {
    const link = await mint();

    const response = await preflight(link.upload.url, 'POST', 'x-requested-with');

    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(listOf(response, 'access-control-allow-methods')).toContain('post');
  });

  test('lets the page read a refusal', async () => {
    const link = await mint();
    const form = new FormData();
    form.append('key', 'evil');
    form.append('file', new Blob(['x']));

    const response = await fetch(link.upload.url, {
      method: 'POST',
      body: form,
      headers: { origin: ORIGIN },
    });

    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });

  test('sends no CORS headers to callers that are no pages', async () => {
    const link = await mint();

    const answer = await postPresigned(link.upload, { bytes: photograph('photo.webp') });

    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
