import { photograph } from '../support/files/fixture';
import { readAnswer, refusal } from './client/answer';
import { call } from './client/api';
import { publish } from './client/deliver';
import { deployment } from './client/deployment';
import { deleteImage, mint } from './client/images';

interface Stats {
  readonly count: { readonly current: number; readonly allowed: number };
}

test('The count holds published images, drafts not', async () => {
  const image = await publish({ bytes: photograph('photo.webp') });
  await mint();

  const { count } = (await call<Stats>('/v1/stats')).envelope().result;

  expect(Number.isInteger(count.current)).toBe(true);
  expect(count.current).toBeGreaterThanOrEqual(1);
  expect(count.allowed).toBeGreaterThanOrEqual(count.current);
  await deleteImage(image.id);
});

describe('A batch token', () => {
  const token = async () =>
    (await call<{ token: string; expiresAt: string }>('/v1/batch_token')).envelope().result;
  const batch = async (path: string, bearer: string, method = 'GET') =>
    readAnswer(
      await fetch(`${new URL(deployment.baseUrl).origin}${path}`, {
        method,
        headers: { authorization: `Bearer ${bearer}` },
      }),
    );

  test('works for a while, on paths without the account', async () => {
    const { token: bearer, expiresAt } = await token();

    const answers = [
      await batch('/images/v1', bearer),
      await batch('/images/v2', bearer),
      await batch('/images/v2/direct_upload', bearer, 'POST'),
    ];

    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('is refused when it is changed', async () => {
    const { token: bearer } = await token();

    expect(refusal(await batch('/images/v1', `${bearer}x`))).toEqual({ status: 401, code: 10000 });
  });
});
