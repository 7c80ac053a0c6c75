import { readAnswer, refusal } from './client/answer';
import { imagesUrl } from './client/api';
import { deployment } from './client/deployment';
import { mint } from './client/images';

const { apiToken } = deployment.owner;
const list = async (headers: Record<string, string>) =>
  readAnswer(await fetch(imagesUrl('/v2'), { headers }));
const DENIED = { status: 401, code: 10000 };

describe('A request without a valid token', () => {
  test.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['an unknown token', { authorization: 'Bearer not-a-token' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['the token without its scheme', { authorization: apiToken }],
    ['the token under another scheme', { authorization: `Basic ${apiToken}` }],
    ['the token with a letter more', { authorization: `Bearer ${apiToken}x` }],
    ['the token with a letter less', { authorization: `Bearer ${apiToken.slice(0, -1)}` }],
    ['the token in capitals', { authorization: `Bearer ${apiToken.toUpperCase()}` }],
    ['an unknown key', { 'x-auth-email': 'ada@example.com', 'x-auth-key': 'not-a-key' }],
    ['a token of 8,000 letters', { authorization: `Bearer ${'a'.repeat(8_000)}` }],
  ])('is refused: %s', async (_what, headers) => {
    const answer = await list(headers);

    expect(refusal(answer)).toEqual(DENIED);
    expect(answer.envelope()).toMatchObject({
      result: null,
      success: false,
      errors: [{ message: 'Authentication error' }],
    });
  });

  test.each([
    ['POST', '/v2/direct_upload'],
    ['POST', '/v1/direct_upload'],
    ['GET', '/v1'],
    ['GET', '/v2'],
    ['GET', '/v1/some-image'],
    ['DELETE', '/v1/some-image'],
  ])('is refused on every route: %s %s', async (method, path) => {
    const answer = await readAnswer(await fetch(imagesUrl(path), { method }));

    expect(refusal(answer)).toEqual(DENIED);
  });

  test('is refused when the token stands in the query', async () => {
    const answer = await readAnswer(await fetch(imagesUrl(`/v2?token=${apiToken}&api_token=${apiToken}`)));

    expect(refusal(answer)).toEqual(DENIED);
  });

  test('learns nothing about which images exist', async () => {
    const { id } = await mint();

    const [existing, missing] = await Promise.all(
      [id, 'no-such-image'].map(async (name) => readAnswer(await fetch(imagesUrl(`/v1/${name}`)))),
    );

    expect(existing?.text).toBe(missing?.text);
  });
});

describe('A valid token', () => {
  test.each<[string, Record<string, string>]>([
    ['as a bearer', { authorization: `Bearer ${apiToken}` }],
    ['as a bearer in small letters', { authorization: `bearer ${apiToken}` }],
    ['as a key with an e-mail address', { 'x-auth-email': 'ada@example.com', 'x-auth-key': apiToken }],
    [
      'beside headers that the official clients add',
      { authorization: `Bearer ${apiToken}`, 'api-version': '2026-01-01', 'x-stainless-lang': 'js' },
    ],
  ])('is accepted %s', async (_what, headers) => {
    expect((await list(headers)).status).toBe(200);
  });
});

test('offers the control API to no page of another origin', async () => {
  const response = await fetch(imagesUrl('/v2'), {
    headers: { authorization: `Bearer ${apiToken}`, origin: 'https://app.example' },
  });

  expect(response.status).toBe(200);
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});
