import { photograph } from '../support/files/fixture';
import { programFile, scriptedSvg, textFile, truncatedJpeg } from '../support/files/hostile-files';
import { bombPng } from '../support/files/one-bit-png';
import { getImage, mint, published, refused } from './client/images';
import { postForm, postPresigned, sendBody } from './client/upload';

const UNSUPPORTED =
  'Uploaded image must have image/jpeg, image/png, image/webp, image/gif or image/svg+xml content-type';

describe('A file that is no picture', () => {
  test.each([
    ['text named .png', { bytes: textFile(), name: 'list.png', type: 'image/png' }],
    ['a program named .jpg', { bytes: programFile(), name: 'run.jpg', type: 'image/jpeg' }],
    ['a PDF', { bytes: Buffer.from('%PDF-1.7\n%âãÏÓ\n'), name: 'a.pdf', type: 'application/pdf' }],
    [
      'a page named .svg',
      { bytes: Buffer.from('<!doctype html><script>1</script>'), name: 'a.svg', type: 'image/svg+xml' },
    ],
  ])('is refused as the wrong type: %s', async (_what, file) => {
    const link = await mint();

    await postForm(link.uploadURL, file);

    expect(await refused(link.id)).toEqual({ code: 5455, message: UNSUPPORTED });
  });
});

describe('A picture that cannot be trusted', () => {
  test('is refused when it breaks off', async () => {
    const link = await mint();

    await postForm(link.uploadURL, { bytes: truncatedJpeg() });

    expect(await refused(link.id)).toMatchObject({
      code: 9422,
      message: expect.stringMatching(/^error during decoding: /),
    });
  });

  test.each([
    ['121 megapixels in 15 kB', bombPng(11_000, 11_000)],
    ['a side of 100,000 pixels', bombPng(100_000, 1)],
    ['two billion pixels', bombPng(60_000, 40_000).subarray(0, 4_000)],
  ])('is refused before it is unpacked: %s', async (_what, bytes) => {
    const link = await mint();

    await postForm(link.uploadURL, { bytes, name: 'bomb.png', type: 'image/png' });

    const { code, message } = await refused(link.id);
    expect([7011, 9422]).toContain(code);
    expect(message).not.toBe('');
  });

  test('is published without its scripts when it is an SVG', async () => {
    const link = await mint();

    await postForm(link.uploadURL, { bytes: scriptedSvg(), name: 'badge.svg', type: 'image/svg+xml' });

    await expect(published(link.id)).resolves.toMatchObject({ filename: 'badge.svg' });
  });
});

describe('A link whose upload was refused', () => {
  test('takes a good picture afterwards, and the reason is gone', async () => {
    const link = await mint();
    await postForm(link.uploadURL, { bytes: textFile() });
    await refused(link.id);

    const second = await postForm(link.uploadURL, { bytes: photograph('photo.jpg') });

    expect(second.status).toBe(200);
    const image = await published(link.id);
    expect(image).not.toHaveProperty('uploadError');
  });

  test('shows no reason but that of the last upload while it is a draft', async () => {
    const link = await mint();
    await postForm(link.uploadURL, { bytes: textFile() });
    await refused(link.id);

    await sendBody(link.uploadURL, 'PUT', truncatedJpeg(), 'image/jpeg');

    expect(await refused(link.id)).toMatchObject({ code: 9422 });
    expect((await getImage(link.id)).envelope().result.draft).toBe(true);
  });

  test('takes a good picture by its presigned POST', async () => {
    const link = await mint();
    await postForm(link.uploadURL, { bytes: textFile() });
    await refused(link.id);

    await postPresigned(link.upload, { bytes: photograph('photo.jpg') });

    await expect(published(link.id)).resolves.toMatchObject({ id: link.id });
  });
});
