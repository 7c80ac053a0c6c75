import { PHOTOGRAPHS, type PhotographName, photograph } from '../support/files/fixture';
import { mint, published, refused } from './client/images';
import { sendBody } from './client/upload';

const names = Object.keys(PHOTOGRAPHS) as PhotographName[];

describe('A picture put as it is', () => {
  test.each(names)('is published: %s', async (name) => {
    const link = await mint();

    const answer = await sendBody(link.uploadURL, 'PUT', photograph(name), PHOTOGRAPHS[name]);

    expect(answer.status).toBe(200);
    expect(answer.envelope().result).toMatchObject({ id: link.id, draft: true });
    const image = await published(link.id);
    expect(image).toMatchObject({ id: link.id, filename: null });
    expect(image).not.toHaveProperty('draft');
  });

  test.each(['application/octet-stream', 'image/png'])(
    'is known by its bytes when it is called %s',
    async (type) => {
      const link = await mint();

      await sendBody(link.uploadURL, 'PUT', photograph('photo.jpg'), type);

      await expect(published(link.id)).resolves.toMatchObject({ id: link.id });
    },
  );

  test('is refused when there is nothing in it', async () => {
    const link = await mint();

    const answer = await sendBody(link.uploadURL, 'PUT', Buffer.alloc(0), 'image/jpeg');

    if (answer.status === 200) expect(await refused(link.id)).toMatchObject({ code: expect.any(Number) });
    else expect(answer.status).toBe(400);
  });
});
