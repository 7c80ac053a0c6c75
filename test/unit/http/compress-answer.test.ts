import { gunzipSync } from 'node:zlib';
import { success } from '../../../lambdas/http/envelope';
import { bodyOf, setUpControlApi } from '../../support/control/control-api-under-test';

describe('long answers', () => {
  const long = (characters: number) => setUpControlApi(async () => success('x"'.repeat(characters / 2)));
  const gzip = { authorization: 'Bearer editor', 'accept-encoding': 'br, gzip;q=0.8' };

  it('are compressed for who takes gzip', async () => {
    const response = await long(8_000_000).send({ headers: gzip });

    expect(response).toMatchObject({
      isBase64Encoded: true,
      headers: { 'content-encoding': 'gzip', vary: 'accept-encoding' },
    });
    const body = JSON.parse(gunzipSync(Buffer.from(response.body ?? '', 'base64')).toString());
    expect(body.result).toHaveLength(8_000_000);
  });

  it.each([undefined, 'br', 'gzip;q=0', 'xgzip'])(
    'stay as they are for Accept-Encoding: %s',
    async (encoding) => {
      const headers = {
        authorization: 'Bearer editor',
        ...(encoding ? { 'accept-encoding': encoding } : {}),
      };

      const response = await long(1_000_000).send({ headers });

      expect(response.isBase64Encoded).toBeUndefined();
      expect(bodyOf(response).result).toHaveLength(1_000_000);
    },
  );

  it('are refused with advice when Lambda could not pass them on', async () => {
    const response = await long(4_000_000).send();

    expect(response.statusCode).toBe(400);
    expect(bodyOf(response).errors[0]).toMatchObject({
      code: 5400,
      message: expect.stringMatching(/^per_page: /),
    });
  });

  it('leave short answers alone', async () => {
    const response = await setUpControlApi().send({ headers: gzip });

    expect(response.headers).not.toHaveProperty('content-encoding');
  });

  it('leave answers in base64 alone, and those without a body', async () => {
    const image = { statusCode: 200, headers: {}, body: 'A'.repeat(400_000), isBase64Encoded: true };
    const empty = { statusCode: 302, headers: { location: '/' }, body: '' };

    await expect(setUpControlApi(async () => image).send({ headers: gzip })).resolves.toEqual(image);
    await expect(setUpControlApi(async () => empty).send({ headers: gzip })).resolves.toEqual(empty);
  });
});
