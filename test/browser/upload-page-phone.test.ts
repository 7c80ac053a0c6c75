import { controlOrigin } from '../acceptance/client/deployment';
import { photographPath } from '../support/files/fixture';
import { screenshot, useChromium } from './client/chromium';
import { UploadPage } from './client/upload-page';

const openPage = useChromium();

/** Pixels that the page is wider than the screen. */
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describe.each([
  ['light', { width: 390, height: 844 }],
  ['dark', { width: 390, height: 844 }],
  ['dark', { width: 320, height: 568 }],
] as const)('The upload page on a phone, %s, %o', (colorScheme, viewport) => {
  test('fits the screen from the start to the published picture', async () => {
    const { page, complaints } = await openPage({
      viewport,
      colorScheme,
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
    });
    const uploads = new UploadPage(page);
    await uploads.open(controlOrigin);
    expect(await page.evaluate(OVERFLOW)).toBe(0);
    await uploads.choose(photographPath('photo.jpg'));

    await uploads.uploadButton.tap();
    await uploads.waitForPublished();

    expect((await uploads.variantWidths()).every((width) => width > 0)).toBe(true);
    await page.getByText('The API’s answer').tap();
    expect(await page.evaluate(OVERFLOW)).toBe(0);
    await screenshot(page, `page-phone-${viewport.width}-${colorScheme}`);
    expect(complaints).toEqual([]);
  });
});
