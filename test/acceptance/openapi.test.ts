import { ApiDocument } from './client/api-document';
import { deployment } from './client/deployment';

const path = `${new URL(deployment.baseUrl).pathname}/accounts/${deployment.owner.accountId}/images/v1/some-image`;
const json = { 'content-type': 'application/json' };

const load = async (): Promise<ApiDocument> => {
  const response = await fetch(`${deployment.baseUrl}/openapi.json`);
  return new ApiDocument((await response.json()) as ConstructorParameters<typeof ApiDocument>[0]);
};

const image = {
  id: 'some-image',
  filename: null,
  uploaded: '2026-03-04T05:06:07.891Z',
  requireSignedURLs: false,
  requiredSignedURLs: false,
  variants: ['https://img.example.net/hash/some-image/public'],
  meta: {},
  metadata: {},
  creator: null,
};

const failure = (code: number) => ({
  result: null,
  success: false,
  errors: [{ code, message: 'no' }],
  messages: [],
});

describe('The OpenAPI document', () => {
  test('is served to everyone', async () => {
    const response = await fetch(`${deployment.baseUrl}/openapi.json`);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./) });
  });

  test('describes an image as it is', async () => {
    const text = JSON.stringify({ result: image, success: true, errors: [], messages: [] });

    const problems = (await load()).problemsOf({
      host: 'control',
      method: 'GET',
      path,
      status: 200,
      headers: new Headers(json),
      text,
    });

    expect(problems).toEqual([]);
  });

  // What every other test of this suite relies on: an answer that is not described is noticed.
  test.each<[string, number, Record<string, string>, object | string]>([
    [
      'a field that is not described',
      200,
      json,
      { result: { ...image, colour: 'red' }, success: true, errors: [], messages: [] },
    ],
    [
      'a field of another type',
      200,
      json,
      { result: { ...image, id: 7 }, success: true, errors: [], messages: [] },
    ],
    ['a missing field', 200, json, { result: { id: 'some-image' }, success: true, errors: [], messages: [] }],
    ['a failure that says it is none', 404, json, { ...failure(5404), success: true }],
    ['another code', 404, json, failure(5400)],
    ['another status', 418, json, failure(5404)],
    ['another media type', 200, { 'content-type': 'text/html' }, '<p>'],
    ['text with another code', 404, { 'content-type': 'text/plain' }, 'ERROR 5400: no'],
  ])('does not describe %s', async (_what, status, headers, body) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);

    const problems = (await load()).problemsOf({
      host: 'control',
      method: 'GET',
      path,
      status,
      headers: new Headers(headers),
      text,
    });

    expect(problems).not.toEqual([]);
  });
});
