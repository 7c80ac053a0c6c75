import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { mint, published } from '../acceptance/client/images';
import { photographPath } from '../support/files/fixture';
import { screenshot, useChromium } from './client/chromium';
import { type Site, serve } from './client/serve';

const openPage = useChromium();
let site: Site;

beforeAll(async () => {
  const form = await readFile(path.join(__dirname, '../../examples/upload.html'), 'utf8');
  site = await serve({ '/upload.html': form });
});

afterAll(async () => {
  await site.close();
});

describe('The plain form of the examples, on another origin', () => {
  test('uploads by a pasted one-time URL, and the browser shows the answer', async () => {
    const link = await mint();
    const { page, complaints } = await openPage();
    await page.goto(`${site.origin}/upload.html`);

    await page.getByLabel('One-time URL').fill(link.uploadURL);
    await page.getByLabel('Picture').setInputFiles(photographPath('photo.jpg'));
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.waitForURL(link.uploadURL);

    expect(JSON.parse((await page.locator('body').textContent()) ?? '')).toMatchObject({
      success: true,
      result: { id: link.id, draft: true },
    });
    expect(await published(link.id)).toMatchObject({ filename: 'photo.jpg' });
    await screenshot(page, 'plain-form-answer');
    expect(complaints).toEqual([]);
  });

  test('takes the URL from its own address, and shows the refusal of a second use', async () => {
    const link = await mint();
    const { page } = await openPage();
    const upload = async () => {
      await page.goto(`${site.origin}/upload.html#${encodeURIComponent(link.uploadURL)}`);
      await page.getByLabel('Picture').setInputFiles(photographPath('cut-out.png'));
      await page.getByRole('button', { name: 'Upload' }).click();
      await page.waitForURL(link.uploadURL);
      return JSON.parse((await page.locator('body').textContent()) ?? '');
    };

    const answers = [await upload(), await upload()];

    expect(answers[0]).toMatchObject({ success: true });
    expect(answers[1]).toMatchObject({
      success: false,
      errors: [{ code: 5409, message: 'Resource already exists' }],
    });
  });
});
