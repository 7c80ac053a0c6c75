import type { Locator, Page } from 'playwright-core';

/** The upload page as a visitor meets it: by labels, roles and words. */
export class UploadPage {
  constructor(readonly page: Page) {}

  /** The problem shown to the visitor. */
  get problem(): Locator {
    return this.page.getByRole('alert');
  }

  /** The pictures of the published image, one for each variant. */
  get variants(): Locator {
    return this.page.getByRole('img', { name: /^Variant / });
  }

  get uploadButton(): Locator {
    return this.page.getByRole('button', { name: 'Upload', exact: true });
  }

  get reuseButton(): Locator {
    return this.page.getByRole('button', { name: 'Use the same link again' });
  }

  /** What the page says beside `name` in the list of facts. */
  fact(name: string): Locator {
    return this.page.locator(`dt:text-is("${name}") + dd`);
  }

  async open(origin: string): Promise<void> {
    await this.page.goto(origin);
  }

  async choose(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.page.getByLabel(/Choose a picture|KB|MB|bytes/).setInputFiles(file);
  }

  /** Waits for the heading over a published image. */
  async waitForPublished(): Promise<void> {
    await this.page.getByRole('heading', { name: 'Published' }).waitFor();
  }

  /** Widths of the variants as decoded by the browser; 0 for one that did not arrive. */
  variantWidths(): Promise<number[]> {
    return this.page.evaluate(VARIANT_WIDTHS);
  }
}

/** The page takes away a picture that failed, so a figure may have none. */
const VARIANT_WIDTHS = `Promise.all([...document.querySelectorAll('#variants figure')].map(async (figure) => {
  const picture = figure.querySelector('img');
  await picture?.decode().catch(() => undefined);
  return picture?.naturalWidth ?? 0;
}))`;
