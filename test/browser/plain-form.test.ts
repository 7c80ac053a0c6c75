import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { mint, published } from '../acceptance/client/images';
import { photographPath } from '../support/files/fixture';
import { poll } from '../support/poll';
import { screenshot, useChromium } from './client/chromium';
import { type Site, serve } from './client/serve';

const openPage = useChromium();
const documents: Record<string, string> = {};
let site: Site;
let attacker: Site;

beforeAll(async () => {
  site = await serve(documents);
  attacker = await serve({ '/upload': 'taken' });
});

afterAll(async () => {
  await site.close();
  await attacker.close();
});

/** The app's backend: mints, and writes the URL into the page as the example says. */
const mintPage = async () => {
  const link = await mint();
  const form = await readFile(path.join(__dirname, '../../examples/upload.html'), 'utf8');
  const url = link.uploadURL.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  documents['/upload.html'] = form.replace('action="UPLOAD_URL"', () => `action="${url}"`);
  return link;
};

describe('The plain form of the examples, on another origin', () => {
  test('uploads by the one-time URL of its backend, and the browser shows the answer', async () => {
    const link = await mintPage();
    const { page, complaints } = await openPage();
    await page.goto(`${site.origin}/upload.html`);

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

  test('shows the refusal of a second use', async () => {
    const link = await mintPage();
    const { page } = await openPage();
    const upload = async () => {
      await page.goto(`${site.origin}/upload.html`);
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

  test.each([
    ['runs no script', () => `javascript:console.error('attacked')`],
    ['sends the picture nowhere else', () => `${attacker.origin}/upload`],
  ])('%s that a link to the page brings along', async (_does, attack) => {
    const link = await mintPage();
    const { page, complaints } = await openPage();
    await page.goto(`${site.origin}/upload.html?url=${encodeURIComponent(attack())}#${attack()}`);
    const sentTo: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sentTo.push(request.url());
    });

    await page.getByLabel('Picture').setInputFiles(photographPath('photo.jpg'));
    await page.getByRole('button', { name: 'Upload' }).click();
    await poll(
      () => [...sentTo, ...complaints],
      (seen) => seen.length > 0,
    );

    expect({ sentTo, complaints }).toEqual({ sentTo: [link.uploadURL], complaints: [] });
    expect(await published(link.id)).toMatchObject({ filename: 'photo.jpg' });
  });
});
