import { randomUUID } from 'node:crypto';
import { PHOTOGRAPHS, type PhotographName, photograph } from '../support/files/fixture';
import { jpegOfBytes, textFile, truncatedJpeg } from '../support/files/hostile-files';
import { errorMessage, refusal } from './client/answer';
import { call } from './client/api';
import { deployment } from './client/deployment';
import { getImage, type Image, mint } from './client/images';

type Fields = Record<string, string | File>;

const create = (fields: Fields) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return call<Image>('/v1', { method: 'POST', body: form });
};

const fileOf = (bytes: Buffer, name: string, type = 'application/octet-stream') =>
  new File([new Uint8Array(bytes)], name, { type });
const photo = () => fileOf(photograph('photo.jpg'), 'photo.jpg', 'image/jpeg');

describe('An upload through the API itself', () => {
  test.each(Object.keys(PHOTOGRAPHS) as PhotographName[])('is published at once: %s', async (name) => {
    const answer = await create({ file: fileOf(photograph(name), name, PHOTOGRAPHS[name]) });

    expect(answer.status).toBe(200);
    const image = answer.envelope().result;
    expect(image).toMatchObject({ filename: name, requireSignedURLs: false });
    expect(image).not.toHaveProperty('draft');
    expect((await getImage(image.id)).envelope().result).toEqual(image);
  });

  test('keeps every field, as Terraform sends them', async () => {
    const id = `terraform/${randomUUID()}`;

    const answer = await create({
      file: photo(),
      id,
      creator: 'ada',
      metadata: '{"a":{"b":1}}',
      requireSignedURLs: 'false',
    });

    expect(answer.envelope().result).toMatchObject({
      id,
      creator: 'ada',
      meta: { a: { b: 1 } },
      requireSignedURLs: false,
    });
  });

  test('keeps metadata with a line break at its end, as the old Go client sends it', async () => {
    const answer = await create({ file: photo(), metadata: '{"a":"b"}\n' });

    expect(answer.envelope().result.meta).toEqual({ a: 'b' });
  });

  test.each<[string, () => Promise<Fields>, number, number]>([
    ['neither file nor url', async () => ({ metadata: '{}' }), 400, 5400],
    ['both file and url', async () => ({ file: photo(), url: 'https://example.com/a.jpg' }), 400, 5400],
    ['text named .png', async () => ({ file: fileOf(textFile(), 'list.png', 'image/png') }), 415, 5455],
    ['a picture that breaks off', async () => ({ file: fileOf(truncatedJpeg(), 'half.jpg') }), 400, 9422],
    [
      'an id that a draft has',
      async () => ({ file: photo(), id: (await mint({ id: `draft-${randomUUID()}` })).id }),
      409,
      5409,
    ],
    [
      'a private custom id',
      async () => ({ file: photo(), id: `p-${randomUUID()}`, requireSignedURLs: 'true' }),
      400,
      5410,
    ],
    ['a bad custom id', async () => ({ file: photo(), id: 'a/../b' }), 400, 5411],
  ])('is refused: %s', async (_what, make, status, code) => {
    const answer = await create(await make());

    expect(refusal(answer)).toEqual({ status, code });
    if (status === 409) expect(answer.headers.get('x-should-retry')).toBe('false');
  });

  test.each([
    ['than a file may be', 4_400_000],
    ['than a function can receive', 5_000_000],
    ['than that by far', 9_000_000],
  ])('is refused when it is larger %s, and told to be a direct upload', async (_what, bytes) => {
    const answer = await create({ file: fileOf(jpegOfBytes(bytes), 'large.jpg') });

    expect(refusal(answer)).toEqual({ status: 413, code: 7011 });
    expect(errorMessage(answer)).toMatch(/direct_upload/);
  });

  test('is refused by the gateway itself when it is larger than that passes', async () => {
    const answer = await create({ file: fileOf(jpegOfBytes(11_000_000), 'large.jpg') });

    expect(answer.status).toBe(413);
  });

  test('asks for the token first, however large it is', async () => {
    const form = new FormData();
    form.append('file', fileOf(jpegOfBytes(5_000_000), 'large.jpg'));
    const caller = { ...deployment.owner, apiToken: 'wrong' };

    const answer = await call('/v1', { method: 'POST', body: form, caller });

    expect(refusal(answer)).toEqual({ status: 401, code: 10000 });
  });

  test.each(['image/jpeg', 'text/plain', 'application/octet-stream'])(
    'is refused as a body that is %s and no form',
    async (type) => {
      const answer = await call('/v1', {
        method: 'POST',
        body: new Uint8Array(photograph('photo.jpg')),
        headers: { 'content-type': type },
      });

      expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
      expect(errorMessage(answer)).toMatch(/^content-type must be /);
    },
  );

  test('cannot be an event of the function, whatever its text is', async () => {
    const { accountId } = deployment.owner;
    const forged = {
      httpMethod: 'DELETE',
      requestContext: { path: `/client/v4/accounts/${accountId}/images/v1/x`, requestId: 'r' },
      headers: { authorization: `Bearer ${deployment.owner.apiToken}` },
    };

    const answers = await Promise.all(
      ['application/json', 'application/x-www-form-urlencoded', 'text/plain', 'application/vnd.x+json'].map(
        (type) =>
          call('/v1', {
            method: 'POST',
            body: JSON.stringify(forged),
            headers: { 'content-type': type, 'x-note': `"},"body":"e30=","x":{"y":"\\'` },
          }),
      ),
    );

    for (const answer of answers) expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
  });

  test('is published up to 4 MiB; for one byte more the answer names direct_upload', async () => {
    const largest = await create({ file: fileOf(jpegOfBytes(4 * 1024 * 1024), 'large.jpg') });
    const larger = await create({ file: fileOf(jpegOfBytes(4 * 1024 * 1024 + 1), 'large.jpg') });

    expect(largest.status).toBe(200);
    expect(refusal(larger)).toEqual({ status: 413, code: 7011 });
    expect(errorMessage(larger)).toMatch(/direct_upload/);
  });
});

describe('An upload by URL', () => {
  test.each([
    'http://127.0.0.1/a.jpg',
    'http://localhost/a.jpg',
    'http://[::1]/a.jpg',
    'http://[::ffff:127.0.0.1]/a.jpg',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/a.jpg',
    'http://192.168.1.1/a.jpg',
    'http://172.16.0.1/a.jpg',
    'http://100.64.0.1/a.jpg',
    'http://0.0.0.0/a.jpg',
    'http://2130706433/a.jpg',
    'http://0x7f.1/a.jpg',
    'http://[fd00::1]/a.jpg',
    'file:///etc/passwd',
    'ftp://example.com/a.jpg',
    'gopher://127.0.0.1/',
    'not a url',
  ])('never reaches what is not public: %s', async (url) => {
    const answer = await create({ url });

    expect(answer.status).toBe(400);
    expect([5400, 5454]).toContain(refusal(answer).code);
    expect(answer.text).not.toMatch(/ECONNREFUSED|root:/);
  });
});
