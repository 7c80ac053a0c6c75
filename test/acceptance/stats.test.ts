import { photograph } from '../support/files/fixture';
import { call } from './client/api';
import { publish } from './client/deliver';
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
