import path from 'node:path';
import { build } from 'esbuild';
import { mint, published } from '../acceptance/client/images';
import { PHOTOGRAPHS, photograph } from '../support/files/fixture';
import { useChromium } from './client/chromium';
import { type Site, serve } from './client/serve';

const openPage = useChromium();
let site: Site;

/** The example as an app would bundle it, put where the test's page can call it. */
const bundleExample = async (): Promise<string> => {
  const example = path.join(__dirname, '../../examples/uppy-s3.mjs');
  const contents = `import { createUploader } from ${JSON.stringify(example)}; window.createUploader = createUploader;`;
  const stdin = { contents, resolveDir: path.dirname(example) };
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
};

beforeAll(async () => {
  const script = await bundleExample();
  const html = '<!doctype html><title>Uppy</title><script type="module" src="/uppy.js"></script>';
  site = await serve({ '/': html, '/uppy.js': script });
});

afterAll(async () => {
  await site.close();
});

const UPLOAD = `async (files) => {
  const uppy = window.createUploader(window.requestLink);
  for (const { name, type, base64 } of files) {
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    uppy.addFile({ name, type, data: new Blob([data], { type }) });
  }
  const { successful, failed } = await uppy.upload();
  return {
    failed: failed.map((file) => String(file.error)),
    uploaded: uppy.getFiles().filter((file) => successful.some(({ id }) => id === file.id))
      .map((file) => ({ name: file.name, imageId: file.meta.imageId, progress: file.progress.percentage })),
  };
}`;

interface Outcome {
  readonly failed: string[];
  readonly uploaded: { name: string; imageId: string; progress: number }[];
}

test('Uppy sends several pictures, each by the presigned POST of its own link', async () => {
  const { page, complaints } = await openPage();
  await page.exposeFunction('requestLink', () => mint({ metadata: '{"source":"uppy"}' }));
  await page.goto(site.origin);
  await page.waitForFunction('window.createUploader');
  const files = (['photo.jpg', 'animation.gif', 'photo.webp'] as const).map((name) => ({
    name,
    type: PHOTOGRAPHS[name],
    base64: photograph(name).toString('base64'),
  }));

  const { failed, uploaded } = (await page.evaluate(`(${UPLOAD})(${JSON.stringify(files)})`)) as Outcome;

  expect(failed).toEqual([]);
  expect(uploaded.map((file) => file.name).sort()).toEqual(files.map((file) => file.name).sort());
  expect(uploaded.every((file) => file.progress === 100)).toBe(true);
  const images = await Promise.all(uploaded.map((file) => published(file.imageId)));
  expect(images.map((image) => image.meta)).toEqual(uploaded.map(() => ({ source: 'uppy' })));
  expect(complaints).toEqual([]);
});
