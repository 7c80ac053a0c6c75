import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { photograph } from '../support/files/fixture';
import { textFile } from '../support/files/hostile-files';
import { refusal } from './client/answer';
import { call } from './client/api';
import { testWith } from './client/capability';
import { deployment } from './client/deployment';
import { type ImageOrigin, startImageOrigin } from './client/image-origin';
import { getImage, type Image, mint, originalBytes } from './client/images';

const isLocal = deployment.localDataDir !== undefined;
const localTest = (title: string, body: () => Promise<void>) =>
  testWith('the local service', isLocal, title, body);

/** What the origin has, and what it was asked for. */
const asked: { path: string; authorization: string | undefined }[] = [];
const answer: RequestListener = (request, response) => {
  const path = request.url ?? '';
  asked.push({ path, authorization: request.headers.authorization });
  if (path.startsWith('/moved/')) response.writeHead(302, { location: path.slice('/moved'.length) }).end();
  else if (path === '/inside') response.writeHead(302, { location: 'http://127.0.0.1:1/x.jpg' }).end();
  else if (path === '/text') response.end(textFile());
  else if (path === '/endless') response.writeHead(200, { 'content-length': 100_000_000 }).write('x');
  else if (path.startsWith('/gone')) response.writeHead(410).end();
  else response.setHeader('content-type', 'text/plain').end(photograph('photo.jpg'));
};

let origin: ImageOrigin;

beforeAll(async () => {
  if (isLocal) origin = await startImageOrigin(answer);
});

afterAll(() => origin?.close());

const create = (path: string, fields: Record<string, string> = {}) => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ url: `${origin.url}${path}`, ...fields }))
    form.append(name, value);
  return call<Image>('/v1', { method: 'POST', body: form });
};

describe('An image from a URL', () => {
  localTest('is published at once, named by the URL, whatever type its origin says', async () => {
    const id = `by-url/${randomUUID()}`;

    const created = await create('/lake%20view.jpg?size=1', { id, metadata: '{"a":1}', creator: 'ada' });

    const image = created.envelope().result;
    expect(image).toMatchObject({ id, filename: 'lake view.jpg', meta: { a: 1 }, creator: 'ada' });
    expect(image).not.toHaveProperty('draft');
    expect((await getImage(id)).envelope().result).toEqual(image);
    expect(await originalBytes(id)).toEqual(photograph('photo.jpg'));
  });

  localTest('may be moved, and may need a password', async () => {
    const withPassword = origin.url.replace('//', '//ada:p%40ss@');
    const form = new FormData();
    form.append('url', `${withPassword}/moved/secret.jpg`);

    const created = await call<Image>('/v1', { method: 'POST', body: form });

    expect(created.envelope().result).toMatchObject({ filename: 'secret.jpg' });
    const basic = `Basic ${Buffer.from('ada:p@ss').toString('base64')}`;
    expect(asked.filter(({ path }) => path.endsWith('/secret.jpg'))).toEqual([
      { path: '/moved/secret.jpg', authorization: basic },
      { path: '/secret.jpg', authorization: basic },
    ]);
  });

  for (const [what, path, status, code] of [
    ['its origin does not have it', '/gone.jpg', 400, 5454],
    ['its origin sends it elsewhere inside', '/inside', 400, 5454],
    ['it moves more than three times', '/moved/moved/moved/moved/x.jpg', 400, 5454],
    ['it is larger than a file may be', '/endless', 413, 7011],
    ['it is no picture', '/text', 415, 5455],
  ] as const)
    localTest(`is refused when ${what}, and leaves its id free`, async () => {
      const id = `refused-${randomUUID()}`;

      const created = await create(path, { id });

      expect(refusal(created)).toEqual({ status, code });
      expect(refusal(await getImage(id))).toEqual({ status: 404, code: 5404 });
      await expect(mint({ id })).resolves.toMatchObject({ id });
    });

  localTest('is not even asked for when its id is taken', async () => {
    const { id } = await mint({ id: `taken-${randomUUID()}` });
    const path = `/${randomUUID()}.jpg`;

    const created = await create(path, { id });

    expect(refusal(created)).toEqual({ status: 409, code: 5409 });
    expect(created.headers.get('x-should-retry')).toBe('false');
    expect(asked.map((request) => request.path)).not.toContain(path);
  });
});
