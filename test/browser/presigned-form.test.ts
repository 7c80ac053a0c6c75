import { mint, type PresignedPost, published } from '../acceptance/client/images';
import { photographPath } from '../support/files/fixture';
import { useChromium } from './client/chromium';
import { type Site, serve } from './client/serve';

const openPage = useChromium();
let site: Site | undefined;

afterEach(async () => {
  await site?.close();
});

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The page that S3's documentation shows: the policy's fields, hidden, and the file last. */
const formPage = (post: PresignedPost): string => `<!doctype html><title>S3</title>
  <form action="${escapeHtml(post.url)}" method="post" enctype="multipart/form-data">
  ${Object.entries(post.fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('\n')}
  <label>Picture <input type="file" name="file"></label><button>Upload</button></form>`;

const FETCH_UPLOAD = `async ({ url, fields }) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', document.querySelector('input[type=file]').files[0]);
  const response = await fetch(url, { method: 'POST', body: form });
  return response.status;
}`;

describe('The presigned POST, in a browser on another origin', () => {
  test('is posted by a form of hidden fields', async () => {
    const link = await mint();
    site = await serve({ '/': formPage(link.upload) });
    const { page } = await openPage();
    await page.goto(site.origin);

    await page.getByLabel('Picture').setInputFiles(photographPath('photo.jpg'));
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Upload' }).click();

    expect((await answered).status()).toBeLessThan(300);
    await expect(published(link.id)).resolves.toMatchObject({ id: link.id });
  });

  test('is posted by fetch, and the page may read the answer', async () => {
    const link = await mint();
    site = await serve({ '/': formPage(link.upload) });
    const { page, complaints } = await openPage();
    await page.goto(site.origin);
    await page.getByLabel('Picture').setInputFiles(photographPath('photo.webp'));

    const status = await page.evaluate(`(${FETCH_UPLOAD})(${JSON.stringify(link.upload)})`);

    expect(status).toBeLessThan(300);
    expect(complaints).toEqual([]);
    await expect(published(link.id)).resolves.toMatchObject({ id: link.id });
  });
});
