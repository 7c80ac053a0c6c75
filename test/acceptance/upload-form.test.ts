import { PHOTOGRAPHS, type PhotographName, photograph } from '../support/files/fixture';
import { getImage, mint, published, refused } from './client/images';
import { MULTIPART_TYPE, multipartBody, postForm, sendBody } from './client/upload';

const names = Object.keys(PHOTOGRAPHS) as PhotographName[];

describe('A form with one file', () => {
  test.each(names)('publishes %s', async (name) => {
    const link = await mint();

    const answer = await postForm(link.uploadURL, { bytes: photograph(name), name, type: PHOTOGRAPHS[name] });

    expect(answer.status).toBe(200);
    const image = await published(link.id);
    expect(image).toMatchObject({ id: link.id, filename: name, requireSignedURLs: false });
    expect(image).not.toHaveProperty('draft');
    expect(image).not.toHaveProperty('uploadError');
  });

  test('is answered with the draft in the envelope', async () => {
    const link = await mint({ metadata: '{"album":"lake"}', creator: 'ada' });
    const draft = (await getImage(link.id)).envelope().result;

    const answer = await postForm(link.uploadURL, { bytes: photograph('photo.jpg') });

    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.envelope()).toMatchObject({ success: true, errors: [], messages: [] });
    const { result } = answer.envelope();
    expect(result).toMatchObject({
      id: link.id,
      draft: true,
      meta: { album: 'lake' },
      uploaded: draft.uploaded,
    });
    expect([...result.variants].sort()).toEqual([...draft.variants].sort());
    expect(result).not.toHaveProperty('creator');
  });

  test('leaves what the mint said as it was', async () => {
    const link = await mint({ metadata: '{"album":"lake"}', creator: 'ada', requireSignedURLs: 'true' });
    const { draft: _, filename: __, ...before } = (await getImage(link.id)).envelope().result;

    await postForm(link.uploadURL, { bytes: photograph('photo.jpg') });

    expect(await published(link.id)).toMatchObject(before);
  });

  test('publishes a custom id with subpaths and other scripts', async () => {
    const id = `альбом/${Date.now()}/закат 1`;
    const link = await mint({ id });

    await postForm(link.uploadURL, { bytes: photograph('photo.jpg') });

    expect(await published(id)).toMatchObject({ id });
  });
});

describe('A file name', () => {
  const part = (disposition: string) => ({
    headers: `Content-Disposition: form-data; name="file"; ${disposition}\r\nContent-Type: image/jpeg`,
    content: photograph('photo.jpg'),
  });

  test.each([
    ['with directories keeps its last part', 'filename="album/2026/lake.jpg"', 'lake.jpg'],
    ['that climbs keeps its last part', 'filename="../../etc/lake.jpg"', 'lake.jpg'],
    ['in another script is kept', 'filename="озеро.jpg"', 'озеро.jpg'],
  ])('%s', async (_what, disposition, expected) => {
    const link = await mint();

    await sendBody(link.uploadURL, 'POST', multipartBody([part(disposition)]), MULTIPART_TYPE);

    expect((await published(link.id)).filename).toBe(expected);
  });

  test('of 300 characters is cut to 255', async () => {
    const link = await mint();

    await sendBody(
      link.uploadURL,
      'POST',
      multipartBody([part(`filename="${'n'.repeat(296)}.jpg"`)]),
      MULTIPART_TYPE,
    );

    expect((await published(link.id)).filename?.length).toBeLessThanOrEqual(255);
  });
});

describe('A form that is unusual', () => {
  const file = {
    headers: 'Content-Disposition: form-data; name="file"; filename="a.webp"',
    content: photograph('photo.webp'),
  };
  const other = { headers: 'Content-Disposition: form-data; name="note"', content: 'hello' };
  const large = { ...other, content: Buffer.alloc(300_000, 'x') };

  test.each([
    ['without a type on the part', [file]],
    ['with other fields before and after', [other, file, other]],
    ['with large fields before and after', [large, file, large]],
    ['with a second file, of which the first counts', [file, { ...file, content: 'not a picture' }]],
    ['with a large second file', [file, { ...file, content: large.content }]],
    [
      'with the type of any bytes',
      [{ ...file, headers: `${file.headers}\r\nContent-Type: application/octet-stream` }],
    ],
    ['with the type of another format', [{ ...file, headers: `${file.headers}\r\nContent-Type: image/png` }]],
  ])('is published: %s', async (_what, parts) => {
    const link = await mint();

    await sendBody(link.uploadURL, 'POST', multipartBody(parts), MULTIPART_TYPE);

    expect((await published(link.id)).filename).toBe('a.webp');
  });

  test('is published with an extra line break after its end, as older clients send it', async () => {
    const link = await mint();
    const body = Buffer.concat([multipartBody([file]), Buffer.from('\r\n')]);

    await sendBody(link.uploadURL, 'POST', body, MULTIPART_TYPE);

    await expect(published(link.id)).resolves.toMatchObject({ filename: 'a.webp' });
  });

  test('is published when it comes by PUT, as the early documentation has it', async () => {
    const link = await mint();

    await sendBody(link.uploadURL, 'PUT', multipartBody([file]), MULTIPART_TYPE);

    await expect(published(link.id)).resolves.toMatchObject({ filename: 'a.webp' });
  });

  test.each([
    ['without a file', [other]],
    ['without a part', []],
    [
      'with the file under another name',
      [{ ...file, headers: 'Content-Disposition: form-data; name="picture"; filename="a.webp"' }],
    ],
    [
      'with a large file under another name',
      [{ ...large, headers: 'Content-Disposition: form-data; name="picture"; filename="a.webp"' }],
    ],
  ])('is refused with the reason on the draft: %s', async (_what, parts) => {
    const link = await mint();

    await sendBody(link.uploadURL, 'POST', multipartBody(parts), MULTIPART_TYPE);

    expect(await refused(link.id)).toMatchObject({ code: 5400, message: expect.stringContaining('file') });
  });
});
