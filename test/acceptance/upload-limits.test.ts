import { jpegOfBytes } from '../support/files/hostile-files';
import { readAnswer } from './client/answer';
import { getImage, mint, published } from './client/images';
import { MULTIPART_TYPE, multipartBody, sendBody } from './client/upload';

/** What a REST API takes for a whole request's body; more is refused in its own words. */
const GATEWAY_BYTES = 10_485_760;
const FILE_HEADERS =
  'Content-Disposition: form-data; name="file"; filename="large.jpg"\r\nContent-Type: image/jpeg';

const formOfBytes = (bytes: number): Buffer => {
  const framing = multipartBody([{ headers: FILE_HEADERS, content: '' }]).length;
  return multipartBody([{ headers: FILE_HEADERS, content: jpegOfBytes(bytes - framing) }]);
};

describe('The one-time URL', () => {
  test('takes a form of exactly 10 MiB', async () => {
    const link = await mint();

    const answer = await sendBody(link.uploadURL, 'POST', formOfBytes(GATEWAY_BYTES), MULTIPART_TYPE);

    expect(answer.status).toBe(200);
    await expect(published(link.id)).resolves.toMatchObject({ filename: 'large.jpg' });
  });

  test.each([
    ['a form', 'POST', () => formOfBytes(GATEWAY_BYTES + 1), MULTIPART_TYPE],
    ['a put picture', 'PUT', () => jpegOfBytes(GATEWAY_BYTES + 1), 'image/jpeg'],
  ])('refuses %s of one byte more, and stays usable', async (_what, method, make, type) => {
    const link = await mint();

    const answer = await sendBody(link.uploadURL, method, make(), type);

    expect(answer.status).toBe(413);
    const retry = await sendBody(link.uploadURL, 'PUT', jpegOfBytes(100_000), 'image/jpeg');
    expect(retry.status).toBe(200);
  });

  test('is not fooled by a body that does not say its length', async () => {
    const link = await mint();
    const chunk = new Uint8Array(1024 * 1024);
    let sentChunks = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        sentChunks += 1;
        if (sentChunks > 11) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const init = { method: 'PUT', body, duplex: 'half', headers: { 'content-type': 'image/jpeg' } };

    const answer = await readAnswer(await fetch(link.uploadURL, init as RequestInit));

    expect(answer.status).toBe(413);
    expect((await getImage(link.id)).envelope().result).toMatchObject({ draft: true });
  });
});
