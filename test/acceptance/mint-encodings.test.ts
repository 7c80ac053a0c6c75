import { readAnswer, refusal } from './client/answer';
import { call, imagesUrl, type RequestBody } from './client/api';
import { deployment } from './client/deployment';
import { getImage, type UploadLink } from './client/images';

const PATH = '/v2/direct_upload';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const JSON_TYPE = 'application/json';
const URLENCODED_TYPE = 'application/x-www-form-urlencoded';

const post = (body?: RequestBody, contentType?: string) =>
  call<UploadLink>(PATH, {
    method: 'POST',
    ...(body !== undefined && { body }),
    ...(contentType !== undefined && { headers: { 'content-type': contentType } }),
  });

const multipart = (...parts: string[]): string =>
  `${parts.map((part) => `--B\r\n${part}\r\n`).join('')}--B--\r\n`;

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
};

describe('A mint without any field', () => {
  test.each<[string, RequestBody | undefined, string | undefined]>([
    ['no body and no content type', undefined, undefined],
    ['an empty multipart form', new FormData(), undefined],
    ['a multipart body of zero parts', multipart(), 'multipart/form-data; boundary=B'],
    [
      'a multipart body with a line break after its end',
      `${multipart()}\r\n`,
      'multipart/form-data; boundary=B',
    ],
    ['an empty JSON object', '{}', JSON_TYPE],
    ['an empty body that is called JSON', undefined, JSON_TYPE],
    ['an empty JSON object under the type that curl sets', '{}', URLENCODED_TYPE],
    ['an empty url-encoded form', '', URLENCODED_TYPE],
  ])('succeeds with %s', async (_what, body, contentType) => {
    const answer = await post(body, contentType);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.envelope()).toMatchObject({ success: true, errors: [], messages: [], result_info: null });
    expect(answer.envelope().result.id).toMatch(UUID);
  });
});

describe('A mint with fields', () => {
  const fields = { creator: 'ada@example.com', requireSignedURLs: 'true', metadata: '{"album":"lake"}' };
  const asJson = JSON.stringify({ ...fields, requireSignedURLs: true, metadata: { album: 'lake' } });
  const parts = Object.entries(fields).map(
    ([name, value]) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`,
  );

  test.each<[string, RequestBody, string | undefined]>([
    ['a multipart form', form(fields), undefined],
    [
      'a multipart form that ends in an extra line break',
      `${multipart(...parts)}\r\n`,
      'multipart/form-data; boundary=B',
    ],
    ['a quoted boundary', multipart(...parts), 'multipart/form-data; boundary="B"'],
    ['JSON', asJson, JSON_TYPE],
    ['JSON with a character set', asJson, `${JSON_TYPE}; charset=utf-8`],
    ['indented JSON', JSON.stringify(JSON.parse(asJson), null, 2), JSON_TYPE],
    ['a url-encoded form', new URLSearchParams(fields), undefined],
    ['JSON under the type that curl sets', asJson, URLENCODED_TYPE],
  ])('takes them from %s', async (_what, body, contentType) => {
    const answer = await post(body, contentType);

    expect(answer.status).toBe(200);
    const draft = (await getImage(answer.envelope().result.id)).envelope().result;
    expect(draft).toMatchObject({
      draft: true,
      creator: 'ada@example.com',
      requireSignedURLs: true,
      meta: { album: 'lake' },
    });
  });
});

describe('A body that cannot be read', () => {
  test.each([
    ['malformed JSON', '{"expiry":', JSON_TYPE],
    ['JSON that is no object', '["expiry"]', JSON_TYPE],
    ['a multipart form without its boundary', multipart(), 'multipart/form-data'],
    [
      'a multipart form that breaks off',
      '--B\r\nContent-Disposition: form-data; name="id"\r\n\r\nx',
      'multipart/form-data; boundary=B',
    ],
  ])('is refused with a reason: %s', async (_what, body, contentType) => {
    const answer = await post(body, contentType);

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
    expect(answer.envelope().result).toBeNull();
  });
});

test('answers what an uploader needs: a one-time URL and a presigned POST with its limits', async () => {
  const { result } = (await post()).envelope();

  expect(Object.keys(result).sort()).toEqual(['id', 'upload', 'uploadURL']);
  expect(new URL(result.uploadURL).protocol).toMatch(/^https?:$/);
  expect(result.upload).toMatchObject({ method: 'POST', maxBytes: expect.any(Number) });
  expect(result.upload.fields).toMatchObject({ key: expect.any(String), Policy: expect.any(String) });
  expect(Object.values(result.upload.fields).every((value) => typeof value === 'string')).toBe(true);
});

test('never gives two mints the same URL or id', async () => {
  const links = await Promise.all(Array.from({ length: 10 }, () => post()));

  expect(new Set(links.map((link) => link.envelope().result.id)).size).toBe(10);
  expect(new Set(links.map((link) => link.envelope().result.uploadURL)).size).toBe(10);
});

test('does not let a cache keep the answer', async () => {
  const response = await fetch(imagesUrl(PATH), {
    method: 'POST',
    headers: { authorization: `Bearer ${deployment.owner.apiToken}` },
  });

  expect((await readAnswer(response)).headers.get('cache-control')).toBe('no-store');
});
