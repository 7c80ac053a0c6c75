import { type Album, publishAlbum } from './client/album';
import { errorMessage, refusal } from './client/answer';
import { call } from './client/api';
import type { Image } from './client/images';

const SIZE = 13;
let album: Album;

const list = (query: Record<string, string>) =>
  call<{ images: Image[] }>(`/v1?${new URLSearchParams(query)}`);

beforeAll(async () => {
  album = await publishAlbum(SIZE);
});

describe('The older list of images', () => {
  test.each([
    ['1', 0, 10],
    ['2', 10, 3],
    ['3', 13, 0],
  ])('gives page %s, newest first', async (number, start, count) => {
    const envelope = (await list({ creator: album.creator, page: number, per_page: '10' })).envelope();

    expect(envelope.result.images).toEqual([...album.images].reverse().slice(start, start + 10));
    expect(envelope.result_info).toMatchObject({ page: Number(number), per_page: 10, count });
  });

  test('gives the first page of the whole account when nothing is asked', async () => {
    const answer = await list({});

    expect(answer.status).toBe(200);
    expect(answer.envelope().result_info).toMatchObject({ page: 1, per_page: 1000 });
    expect(answer.envelope().result).not.toHaveProperty('items');
    expect(answer.envelope().result.images.every((image) => image.draft === undefined)).toBe(true);
  });

  test.each([
    ['page', '0'],
    ['page', '-1'],
    ['page', 'one'],
    ['per_page', '9'],
    ['per_page', '10001'],
  ])('refuses %s=%s and names it', async (name, value) => {
    const answer = await list({ [name]: value });

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
    expect(errorMessage(answer)).toContain(name);
  });
});
