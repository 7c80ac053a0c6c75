import { photograph } from '../support/files/fixture';
import { poll } from '../support/poll';
import { deliver, publish, variantUrl } from './client/deliver';
import { deleteImage, type Image, mint } from './client/images';

let image: Image;
let url: string;

beforeAll(async () => {
  image = await publish({ bytes: photograph('photo.jpg'), name: 'lake at dusk.jpg' });
  url = variantUrl(image, 'public');
});

describe('A delivered picture', () => {
  test('carries what browsers and caches need', async () => {
    const { headers, bytes } = await deliver(url);

    // A function URL streams in chunks: only what the edge has already has a length there (docs/delivery.md, "Limits").
    expect([null, String(bytes.length)]).toContain(headers.get('content-length'));
    expect(headers.get('cache-control')).toBe('public, max-age=172800, stale-while-revalidate=7200');
    expect(headers.get('etag')).toMatch(/^"[^"]+"$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('content-disposition')).toContain('inline');
    expect(headers.get('content-disposition')).toContain('lake');
  });

  test('is described by HEAD without being sent', async () => {
    const [head, get] = [await deliver(url, {}, 'HEAD'), await deliver(url)];

    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    for (const name of ['etag', 'content-type', 'cache-control'])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
  });

  test('is described by HEAD also when no cache has it', async () => {
    const unseen = variantUrl(await publish({ bytes: photograph('cut-out.png') }), 'public');

    const [head, get] = [await deliver(unseen, {}, 'HEAD'), await deliver(unseen)];

    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
    expect(get.bytes.length).toBeGreaterThan(0);
  });

  test('is not sent again to a browser that has it', async () => {
    const etag = (await deliver(url)).headers.get('etag') ?? '';

    const again = await deliver(url, { 'if-none-match': etag });

    expect(again.status).toBe(304);
    expect(again.bytes).toHaveLength(0);
    expect(again.headers.get('etag')).toBe(etag);
    expect(again.headers.get('cache-control')).toContain('max-age=172800');
  });

  test('is not sent again when no cache has it: the ETag of what is sent as stored is of its bytes alone', async () => {
    const drawing = () => publish({ bytes: photograph('drawing.svg'), name: 'a.svg', type: 'image/svg+xml' });
    const [seen, unseen] = [await drawing(), await drawing()];
    const etag = (await deliver(variantUrl(seen, 'public'))).headers.get('etag') ?? '';

    const again = await deliver(variantUrl(unseen, 'public'), { 'if-none-match': etag });

    expect(again.status).toBe(304);
    expect(again.bytes).toHaveLength(0);
    expect(again.headers.get('etag')).toBe(etag);
  });

  test('is sent in part', async () => {
    const whole = (await deliver(url)).bytes;

    const part = await deliver(url, { range: 'bytes=10-19' });

    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${whole.length}`);
    expect(part.bytes).toEqual(whole.subarray(10, 20));
  });

  test('has the same bytes and ETag each time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(url)));

    expect(new Set(answers.map(({ headers }) => headers.get('etag'))).size).toBe(1);
    expect(new Set(answers.map(({ bytes }) => bytes.toString('base64'))).size).toBe(1);
  });
});

describe('A delivery URL that leads nowhere', () => {
  const replaceId = (id: string) => url.replace(image.id, id);

  test.each<[string, () => string, number, number]>([
    ['an unknown image', () => replaceId('no-such-image'), 404, 9431],
    ['an unknown variant', () => variantUrl(image, 'poster'), 404, 9431],
    ['another account', () => url.replace(/\/\/([^/]+)\/[^/]+\//, '//$1/AAAAAAAAAAAAAAAAAAAAAA/'), 404, 9431],
    ['an account that cannot be', () => url.replace(/\/\/([^/]+)\/[^/]+\//, '//$1/nobody/'), 403, 9426],
    ['no variant', () => url.slice(0, url.lastIndexOf('/')), 403, 9426],
  ])('says why in text that no cache keeps: %s', async (_what, make, status, code) => {
    const answer = await deliver(make());

    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(new RegExp(`^ERROR ${code}: `));
    expect(answer.headers.get('cf-resized')).toBe(`err=${code}`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  test('leads nowhere while the picture is a draft', async () => {
    const link = await mint();

    expect((await deliver(replaceId(link.id))).status).toBe(404);
  });

  test('leads nowhere soon after the picture was deleted', async () => {
    const doomed = await publish({ bytes: photograph('photo.webp') });
    expect((await deliver(variantUrl(doomed, 'public'))).status).toBe(200);

    await deleteImage(doomed.id);

    await poll(
      () => deliver(variantUrl(doomed, 'public')),
      ({ status }) => status === 404,
    );
  });
});
