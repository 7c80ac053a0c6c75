import { PHOTOGRAPHS, type PhotographName, photograph } from '../support/files/fixture';
import { jpegOfBytes } from '../support/files/hostile-files';
import { readAnswer, refusal } from './client/answer';
import { imagesUrl } from './client/api';
import { publish } from './client/deliver';
import { deployment } from './client/deployment';
import { mint, originalBytes, published } from './client/images';
import { postPresigned } from './client/upload';

const blob = (id: string) =>
  fetch(imagesUrl(`/v1/${encodeURIComponent(id)}/blob`), {
    headers: { authorization: `Bearer ${deployment.owner.apiToken}`, accept: 'image/*' },
  });

const rasters = (Object.keys(PHOTOGRAPHS) as PhotographName[]).filter((name) => name !== 'drawing.svg');

test.each(rasters)('The original of %s comes back byte for byte', async (name) => {
  const image = await publish({ bytes: photograph(name), name, type: PHOTOGRAPHS[name] });

  const response = await blob(image.id);

  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(PHOTOGRAPHS[name]);
  expect(Buffer.from(await response.arrayBuffer()).equals(photograph(name))).toBe(true);
});

test('The original of a custom id with subpaths comes back too', async () => {
  const image = await publish({ bytes: photograph('photo.webp') }, { id: `a/${Date.now()}/b c` });

  expect((await blob(image.id)).status).toBe(200);
});

test('The original comes back whole when it is larger than a function can answer', async () => {
  const large = jpegOfBytes(11_000_000);
  const link = await mint();
  await postPresigned(link.upload, { bytes: large });
  await published(link.id);

  expect((await originalBytes(link.id)).equals(large)).toBe(true);
});

test.each<[string, () => Promise<string>]>([
  ['a draft', async () => (await mint()).id],
  ['nothing', async () => 'no-such-image'],
])('There is no original of %s', async (_what, make) => {
  expect(refusal(await readAnswer(await blob(await make())))).toEqual({ status: 404, code: 5404 });
});
