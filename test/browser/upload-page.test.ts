import { controlOrigin } from '../acceptance/client/deployment';
import { getImage } from '../acceptance/client/images';
import { photographPath } from '../support/files/fixture';
import { jpegOfBytes, textFile, truncatedJpeg } from '../support/files/hostile-files';
import { screenshot, useChromium, type WatchedPage } from './client/chromium';
import { UploadPage } from './client/upload-page';

const openPage = useChromium();

const open = async (): Promise<WatchedPage & { uploads: UploadPage }> => {
  const watched = await openPage();
  const uploads = new UploadPage(watched.page);
  await uploads.open(controlOrigin);
  return { ...watched, uploads };
};

describe('The upload page', () => {
  test('publishes a photograph in front of the visitor and shows its variants', async () => {
    const { page, uploads, complaints } = await open();
    await screenshot(page, 'page-start');
    await uploads.choose(photographPath('photo.jpg'));
    await page.getByLabel(/Caption/).fill('Evening at the lake');
    await screenshot(page, 'page-chosen');

    await uploads.uploadButton.click();
    await uploads.waitForPublished();

    const widths = await uploads.variantWidths();
    expect(widths).toHaveLength(2);
    expect(widths.every((width) => width > 0)).toBe(true);
    const id = await uploads.fact('Id').textContent();
    expect(await uploads.fact('File name').textContent()).toBe('photo.jpg');
    expect(await uploads.fact('Metadata').textContent()).toContain('Evening at the lake');
    expect((await getImage(id ?? '')).envelope().result).toMatchObject({
      meta: { caption: 'Evening at the lake' },
    });
    await screenshot(page, 'page-published');
    expect(complaints).toEqual([]);
  });

  test('shows the refusal when the same link is used again', async () => {
    const { page, uploads } = await open();
    await uploads.choose(photographPath('cut-out.png'));
    await uploads.uploadButton.click();
    await uploads.waitForPublished();

    await uploads.reuseButton.click();
    await uploads.problem.waitFor();

    expect(await uploads.problem.textContent()).toContain('5409: Resource already exists');
    await screenshot(page, 'page-second-use');
  });

  test('shows why a file was refused, and takes another one with the same link', async () => {
    const { page, uploads, complaints } = await open();
    await uploads.choose({ name: 'list.png', mimeType: 'image/png', buffer: textFile() });
    await uploads.uploadButton.click();
    await uploads.problem.waitFor();
    expect(await uploads.problem.textContent()).toContain('5455: Uploaded image must have image/jpeg');
    await screenshot(page, 'page-refused');

    await uploads.choose(photographPath('photo.jpg'));
    await uploads.reuseButton.click();
    await uploads.waitForPublished();

    expect(await uploads.problem.isVisible()).toBe(false);
    expect(await uploads.fact('File name').textContent()).toBe('photo.jpg');
    expect(complaints).toEqual([]);
  });

  test('says so when a picture breaks off', async () => {
    const { uploads } = await open();
    await uploads.choose({ name: 'half.jpg', mimeType: 'image/jpeg', buffer: truncatedJpeg() });

    await uploads.uploadButton.click();
    await uploads.problem.waitFor();

    expect(await uploads.problem.textContent()).toContain('9422: error during decoding');
  });

  test('sends a file that the one-time URL does not take by the presigned POST, and shows how far it is', async () => {
    const { page, uploads, complaints } = await open();
    const posted: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posted.push(new URL(request.url()).origin);
    });
    await uploads.choose({ name: 'large.jpg', mimeType: 'image/jpeg', buffer: jpegOfBytes(11_000_000) });

    await uploads.uploadButton.click();
    await uploads.waitForPublished();

    expect(await page.locator('#upload-amount').textContent()).toBe('10.5 MB of 10.5 MB');
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('1');
    expect(posted).toHaveLength(2);
    expect(complaints).toEqual([]);
  });

  test('does not start sending a file that is too large for any way', async () => {
    const { uploads } = await open();
    await uploads.choose({ name: 'huge.jpg', mimeType: 'image/jpeg', buffer: jpegOfBytes(27_000_000) });

    await uploads.uploadButton.click();
    await uploads.problem.waitFor();

    expect(await uploads.problem.textContent()).toContain('at most 25 MB');
  });

  test('says so when the server cannot be reached', async () => {
    const { page, uploads } = await open();
    await uploads.choose(photographPath('photo.jpg'));
    await page.route('**/demo/**', (route) => route.abort());

    await uploads.uploadButton.click();
    await uploads.problem.waitFor();

    expect(await uploads.problem.textContent()).toContain('The server cannot be reached');
  });

  test('says so when the connection breaks while the file is sent', async () => {
    const { page, uploads } = await open();
    await uploads.choose(photographPath('photo.jpg'));
    await page.route(
      (url) => url.origin !== controlOrigin,
      (route) => route.abort(),
    );

    await uploads.uploadButton.click();
    await uploads.problem.waitFor();

    expect(await uploads.problem.textContent()).toContain('The upload was interrupted');
    expect(await uploads.problem.textContent()).toContain('The link is still good');
  });
});

describe('The upload page without a mouse', () => {
  test('is worked by keyboard, and announces what happens', async () => {
    const { page, uploads } = await open();
    await uploads.choose(photographPath('photo.webp'));
    await page.locator('#file').focus();

    await page.keyboard.press('Tab');
    await page.keyboard.type('By hand');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await uploads.waitForPublished();

    expect(await page.getByRole('status').textContent()).toBe('Published.');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Published');
    expect(await uploads.fact('Metadata').textContent()).toContain('By hand');
  });

  test('takes a dropped file', async () => {
    const { page, uploads } = await open();
    const box = await page.locator('#drop').boundingBox();
    const at = { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + 40 };
    const data = { items: [], files: [photographPath('drawing.svg')], dragOperationsMask: 1 };
    const protocol = await page.context().newCDPSession(page);

    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await protocol.send('Input.dispatchDragEvent', { type, ...at, data });
    }
    await uploads.uploadButton.click();
    await uploads.waitForPublished();

    expect(await uploads.fact('File name').textContent()).toBe('drawing.svg');
  });
});

test('The page runs nothing but its own scripts', async () => {
  const { page, complaints } = await open();

  const ran = await page.evaluate(`new Promise((resolve) => {
    window.onInlineRun = () => resolve(true);
    const script = document.createElement('script');
    script.textContent = 'window.onInlineRun()';
    document.body.append(script);
    setTimeout(() => resolve(false), 200);
  })`);

  expect(ran).toBe(false);
  expect(complaints).toEqual([expect.stringContaining('Content Security Policy')]);
});
