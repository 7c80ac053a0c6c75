import { randomUUID } from 'node:crypto';
import { errorMessage, readAnswer, refusal } from './client/answer';
import { imagesUrl } from './client/api';
import { deployment } from './client/deployment';
import { getImage, mint, tryMint } from './client/images';

const unique = () => randomUUID().slice(0, 8);

const letters = (count: number, alphabet = 'abcdefgh'): string =>
  Array.from({ length: count }, (_, i) => alphabet[i % alphabet.length]).join('');

describe('A custom id', () => {
  test.each([
    ['plain', (tag: string) => `holiday-${tag}`],
    ['with subpaths', (tag: string) => `users/ada/${tag}/portrait`],
    ['with a space and an ampersand', (tag: string) => `salt & pepper ${tag}`],
    ['in another script', (tag: string) => `фото/写真/${tag}`],
    ['with an emoji', (tag: string) => `🌄 ${tag}`],
    ['with a plus, a hash and a semicolon', (tag: string) => `a+b#c;d ${tag}`],
    ['with quotes and a backslash', (tag: string) => `"quoted" \\ 'id' ${tag}`],
    ['with a percent sign', (tag: string) => `100% ${tag}`],
    ['with text that looks encoded', (tag: string) => `a%2Fb%25c%20d ${tag}`],
    ['with a question mark', (tag: string) => `what?is=this ${tag}`],
    ['that ends like the path of an original', (tag: string) => `${tag}/blob`],
    ['with an image extension', (tag: string) => `album/${tag}.jpeg`],
    ['with a dot in a directory', (tag: string) => `v1.2/${tag}`],
    ['of 1,024 characters', (tag: string) => `${tag}${letters(1016)}`],
    ['of 1,024 characters that take three bytes each', (tag: string) => `${tag}${letters(1016, '写真文字')}`],
    ['of 775 characters, 767 of which take four bytes', (tag: string) => `${tag}${'🌄'.repeat(767)}`],
  ])('is kept as it is: %s', async (_what, make) => {
    const id = make(unique());

    const link = await mint({ id });

    expect(link.id).toBe(id);
    expect((await getImage(id)).envelope().result).toMatchObject({ id, draft: true });
  });

  test('with subpaths is also found by clients that leave its slashes as they are', async () => {
    const { id } = await mint({ id: `a/${unique()}/b c` });
    const path = id.split('/').map(encodeURIComponent).join('/');

    const response = await fetch(imagesUrl(`/v1/${path}`), {
      headers: { authorization: `Bearer ${deployment.owner.apiToken}` },
    });

    expect((await readAnswer(response)).envelope().result).toMatchObject({ id });
  });

  test.each([
    ['of 1,025 characters', letters(1025), '1024 characters'],
    ['of 769 characters that take four bytes each', '🌄'.repeat(769), '9216 bytes'],
    ['with a leading slash', '/photo', ''],
    ['with a trailing slash', 'photo/', ''],
    ['with an empty subpath', 'a//b', ''],
    ['that climbs', 'a/../b', ''],
    ['that is a dot', '.', ''],
    ['that is two dots', '..', ''],
    ['with a control character', 'a\u0007b', ''],
    ['with a NUL', 'a\u0000b', ''],
    ['that is a UUID', '7d0c3b52-5a0e-4f0e-9d53-6a1f0b2c4e00', 'Must not be UUID'],
    ['that is a UUID in capitals', '7D0C3B52-5A0E-4F0E-9D53-6A1F0B2C4E00', 'Must not be UUID'],
    ['with the extension of a document', 'report.pdf', 'non-image file name extension'],
    ['with the extension of a page', 'a/b.html', 'non-image file name extension'],
    ['that hides a route: keys', 'keys', ''],
    ['that hides a route: below keys', 'keys/default', ''],
    ['that hides a route: stats', 'stats', ''],
    ['that hides a route: below variants', 'variants/public', ''],
    ['that hides a route: config', 'config', ''],
    ['that hides a route: batch_token', 'batch_token', ''],
    ['that hides a route: direct_upload', 'direct_upload', ''],
  ])('is refused: %s', async (_what, id, reason) => {
    const answer = await tryMint({ id });

    expect(refusal(answer)).toEqual({ status: 400, code: 5411 });
    expect(errorMessage(answer)).toMatch(/^The Custom ID is invalid\./);
    expect(errorMessage(answer)).toContain(reason);
  });

  test('cannot be private', async () => {
    const answer = await tryMint({ id: `private-${unique()}`, requireSignedURLs: 'true' });

    expect(refusal(answer)).toEqual({ status: 400, code: 5410 });
  });

  test('is refused while a draft has it, in a way that no client retries', async () => {
    const { id } = await mint({ id: `taken-${unique()}` });

    const answer = await tryMint({ id });

    expect(refusal(answer)).toEqual({ status: 409, code: 5409 });
    expect(errorMessage(answer)).toBe('Resource already exists');
    expect(answer.headers.get('x-should-retry')).toBe('false');
  });

  test('goes to exactly one of many callers who want it at once', async () => {
    const id = `wanted-${unique()}`;

    const answers = await Promise.all(Array.from({ length: 10 }, () => tryMint({ id })));

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array(9).fill(409)]);
  });
});
