import { randomBytes } from 'node:crypto';
import { photograph } from '../support/files/fixture';
import { getImage, mint } from './client/images';
import { rawRequest } from './client/raw-request';
import { postForm } from './client/upload';

const put = (origin: string, path: string) =>
  rawRequest(origin, path, {
    method: 'PUT',
    body: photograph('photo.webp'),
    headers: { 'content-type': 'image/webp' },
  });

const STACK_TRACE = /node_modules|\n\s+at |\.(?:js|ts):\d+/;

describe('An upload URL whose path was changed', () => {
  test.each<[string, (hash: string, object: string) => string]>([
    [
      'another nonce',
      (hash, object) => `/${hash}/${object.split('.')[0]}.${randomBytes(16).toString('base64url')}`,
    ],
    ['no nonce', (hash, object) => `/${hash}/${object.split('.')[0]}`],
    ['an empty nonce', (hash, object) => `/${hash}/${object.split('.')[0]}.`],
    ['a shorter nonce', (hash, object) => `/${hash}/${object.slice(0, -1)}`],
    ['something after the nonce', (hash, object) => `/${hash}/${object}x`],
    [
      'another image',
      (hash, object) => `/${hash}/${randomBytes(32).toString('base64url')}.${object.split('.')[1]}`,
    ],
    [
      'another account',
      (_hash, object) => `/${randomBytes(17).toString('base64url').slice(0, 22)}/${object}`,
    ],
    ['an encoded slash at the end', (hash, object) => `/${hash}/${object}%2F`],
    ['an encoded slash and a name', (hash, object) => `/${hash}/${object}%2Fevil`],
    ['an encoded climb', (hash, object) => `/${hash}/..%2F..%2Fimages%2F${object}`],
    ['a climb in dots', (hash, object) => `/${hash}/%2e%2e%2f${object}`],
    ['a doubly encoded climb', (hash, object) => `/${hash}/%252e%252e%252f${object}`],
    ['two encoded dots as the account', (_hash, object) => `/%2e%2e/${object}`],
    ['two dots as the account', (_hash, object) => `/../${object}`],
    ['a NUL', (hash, object) => `/${hash}/${object}%00`],
    ['a NUL and an extension', (hash, object) => `/${hash}/${object}%00.jpg`],
    ['a line break', (hash, object) => `/${hash}/${object}%0d%0aX-Evil:%201`],
    [
      'letters of another script that look the same',
      (hash, object) => `/${hash}/${encodeURIComponent(`а${object.slice(1)}`)}`,
    ],
    ['a backslash', (hash, object) => `/${hash}%5C..%5C${object}`],
    ['a third segment', (hash, object) => `/${hash}/${object}/evil`],
    ['only the account', (hash) => `/${hash}`],
    ['nothing', () => '/'],
    ['a percent sign that encodes nothing', (hash, object) => `/${hash}/${object}%zz`],
    ['four thousand letters', (hash) => `/${hash}/${'a'.repeat(4_000)}`],
  ])('stores nothing: %s', async (_what, change) => {
    const link = await mint();
    const { origin, pathname } = new URL(link.uploadURL);
    const [hash = '', object = ''] = pathname.split('/').slice(-2);
    const prefix = pathname.slice(0, -`/${hash}/${object}`.length);

    const answer = await put(origin, `${prefix}${change(hash, object)}`);

    expect([400, 403, 404]).toContain(answer.status);
    expect(JSON.parse(answer.text)).toMatchObject({
      success: false,
      result: null,
      errors: [{ code: expect.any(Number) }],
    });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.text).not.toMatch(STACK_TRACE);
    expect((await getImage(link.id)).envelope().result).toMatchObject({ draft: true });
  });

  test('still works when only a query was added', async () => {
    const link = await mint();

    const answer = await postForm(`${link.uploadURL}?key=images/evil&x=..%2f`, {
      bytes: photograph('photo.webp'),
    });

    expect(answer.status).toBe(200);
    expect(answer.envelope().result).toMatchObject({ id: link.id });
  });
});

test('answers an upload URL that was never given with 404 and nothing to learn from', async () => {
  const link = await mint();
  const { origin, pathname } = new URL(link.uploadURL);
  const unknown = pathname.replace(
    /[^/]+$/,
    `${randomBytes(32).toString('base64url')}.${randomBytes(16).toString('base64url')}`,
  );
  const forged = pathname.replace(/[^.]+$/, randomBytes(16).toString('base64url'));

  const answers = [await put(origin, unknown), await put(origin, forged)];

  for (const answer of answers) {
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text).errors).toEqual([{ code: 5404, message: 'Image not found' }]);
  }
});
