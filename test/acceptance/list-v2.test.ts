import { type Album, publishAlbum } from './client/album';
import { errorMessage, refusal } from './client/answer';
import { call } from './client/api';
import { type Image, mint } from './client/images';

interface Page {
  readonly images: Image[];
  readonly continuation_token: string | null;
}

const SIZE = 23;
let album: Album;

const list = (query: Record<string, string>) => call<Page>(`/v2?${new URLSearchParams(query)}`);
const page = async (query: Record<string, string>): Promise<Page> => (await list(query)).envelope().result;
const ids = (images: readonly Image[]) => images.map((image) => image.id);
const newestFirst = () => ids(album.images).reverse();

const walk = async (query: Record<string, string>): Promise<Image[][]> => {
  const pages: Image[][] = [];
  let token: string | null = '';
  while (token !== null) {
    const current: Page = await page({ ...query, continuation_token: token });
    pages.push(current.images);
    token = current.continuation_token;
  }
  return pages;
};

beforeAll(async () => {
  album = await publishAlbum(SIZE);
});

describe('The list of images', () => {
  test('holds published images as their details show them, and no drafts', async () => {
    const draft = await mint({ creator: album.creator });

    const { images, continuation_token } = await page({ creator: album.creator });

    expect(images).toEqual([...album.images].reverse());
    expect(ids(images)).not.toContain(draft.id);
    expect(continuation_token).toBeNull();
  });

  test.each([
    ['newest first unless told', {}, newestFirst],
    ['newest first', { sort_order: 'desc' }, newestFirst],
    ['oldest first', { sort_order: 'asc' }, () => ids(album.images)],
  ])('is walked page by page without gap or repetition: %s', async (_what, order, expected) => {
    const pages = await walk({ creator: album.creator, per_page: '10', ...order });

    expect(pages.map((images) => images.length)).toEqual([10, 10, 3]);
    expect(ids(pages.flat())).toEqual(expected());
  });

  test('is walked over the whole account too', async () => {
    const everything = ids((await walk({ per_page: '1000' })).flat());

    expect(new Set(everything).size).toBe(everything.length);
    expect(everything).toEqual(expect.arrayContaining(ids(album.images)));
  });

  test('ends exactly with the last full page', async () => {
    const ten = await publishAlbum(10);

    const { images, continuation_token } = await page({ creator: ten.creator, per_page: '10' });

    expect(images).toHaveLength(10);
    expect(continuation_token).toBeNull();
  });

  test('is empty for a creator who has nothing', async () => {
    expect(await page({ creator: 'nobody' })).toEqual({ images: [], continuation_token: null });
  });

  test('finds the images without a creator by an empty one', async () => {
    const images = (await walk({ creator: '', per_page: '1000' })).flat();

    expect(images.filter((image) => image.creator)).toEqual([]);
    expect(ids(images)).not.toContain(ids(album.images)[0]);
  });

  test('takes an empty token for the first page, as the official client sends it', async () => {
    const { images } = await page({ creator: album.creator, continuation_token: '' });

    expect(images).toHaveLength(SIZE);
  });
});

describe('A list parameter outside the rules', () => {
  test.each([
    ['per_page', '9'],
    ['per_page', '10001'],
    ['per_page', '0'],
    ['per_page', '-10'],
    ['per_page', '10.5'],
    ['per_page', 'many'],
    ['sort_order', 'random'],
    ['continuation_token', 'made-up'],
  ])('is refused and named: %s=%s', async (name, value) => {
    const answer = await list({ [name]: value });

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
    expect(errorMessage(answer)).toContain(name);
  });

  test.each(['10', '1000', '1001', '10000'])('is not this page size: %s', async (size) => {
    expect((await list({ creator: album.creator, per_page: size })).status).toBe(200);
  });
});

describe('A continuation token', () => {
  const tokenOf = async (query: Record<string, string>) =>
    (await page({ creator: album.creator, per_page: '10', ...query })).continuation_token ?? '';

  test.each<[string, (token: string) => Record<string, string>]>([
    [
      'with one letter changed',
      (token) => ({ continuation_token: `${token[0] === 'A' ? 'B' : 'A'}${token.slice(1)}` }),
    ],
    ['cut short', (token) => ({ continuation_token: token.slice(0, -4) })],
    ['with something behind it', (token) => ({ continuation_token: `${token}AAAA` })],
    ['used with another order', (token) => ({ continuation_token: token, sort_order: 'asc' })],
    ['used with another creator', (token) => ({ continuation_token: token, creator: 'somebody else' })],
  ])('is refused %s', async (_what, change) => {
    const token = await tokenOf({});

    const answer = await list({ creator: album.creator, per_page: '10', ...change(token) });

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
  });

  test('may be used again, and gives the same page', async () => {
    const token = await tokenOf({});

    const pages = [await page({ creator: album.creator, per_page: '10', continuation_token: token })];
    pages.push(await page({ creator: album.creator, per_page: '10', continuation_token: token }));

    expect(pages[0]).toEqual(pages[1]);
  });
});
