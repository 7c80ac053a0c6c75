import { call } from '../acceptance/client/api';
import { publish, variantUrl } from '../acceptance/client/deliver';
import { sign } from '../acceptance/client/sign';
import { photograph } from '../support/files/fixture';
import { scriptedSvg } from '../support/files/hostile-files';
import { screenshot, useChromium } from './client/chromium';
import { type Site, serve } from './client/serve';

const openPage = useChromium();
let site: Site | undefined;

afterEach(async () => {
  await site?.close();
});

const figure = (caption: string, url: string): string =>
  `<figure><img src="${url.replaceAll('&', '&amp;')}" alt="${caption}"><figcaption>${caption}</figcaption></figure>`;

/** Name and width of each picture, once all have arrived or failed. */
const WIDTHS = `Promise.all([...document.images].map(async (picture) => {
  await picture.decode().catch(() => undefined);
  return [picture.alt, picture.naturalWidth];
}))`;

const defaultKey = async (): Promise<string> => {
  const { keys } = (await call<{ keys: { name: string; value: string }[] }>('/v1/keys')).envelope().result;
  return keys.find(({ name }) => name === 'default')?.value ?? '';
};

test('A page of another origin shows public, thumbnail and signed private pictures, and no unsigned one', async () => {
  const open = await publish({ bytes: photograph('photo.jpg') });
  const hidden = await publish({ bytes: photograph('photo.webp') }, { requireSignedURLs: 'true' });
  const inAnHour = Math.floor(Date.now() / 1000) + 3_600;
  const html = [
    figure('public', variantUrl(open, 'public')),
    figure('thumbnail', variantUrl(open, 'thumbnail')),
    figure('private, signed', sign(variantUrl(hidden, 'thumbnail'), await defaultKey(), inAnHour)),
    figure('private, unsigned', variantUrl(hidden, 'thumbnail')),
  ];
  site = await serve({ '/': `<!doctype html><title>Pictures</title>${html.join('\n')}` });
  const { page } = await openPage();

  await page.goto(site.origin);
  const widths = await page.evaluate(WIDTHS);
  await screenshot(page, 'delivered-pictures');

  expect(widths).toEqual([
    ['public', 1152],
    ['thumbnail', 150],
    ['private, signed', 150],
    ['private, unsigned', 0],
  ]);
});

test('An SVG full of scripts, opened by itself, runs nothing and asks nobody', async () => {
  const image = await publish({ bytes: scriptedSvg(), name: 'badge.svg', type: 'image/svg+xml' });
  const { page } = await openPage();
  const dialogs: string[] = [];
  const hosts = new Set<string>();
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
  const url = variantUrl(image, 'public');

  await page.goto(url);
  await page.mouse.click(10, 10);

  expect(dialogs).toEqual([]);
  expect([...hosts]).toEqual([new URL(url).hostname]);
  expect(page.url()).toBe(url);
});
