import { randomUUID } from 'node:crypto';
import { photograph } from '../support/files/fixture';
import { errorMessage, refusal } from './client/answer';
import { call } from './client/api';
import { publish } from './client/deliver';
import type { Image } from './client/images';

const creator = `shelf-${randomUUID()}`;

const BOOKS = {
  a: { status: 'active', priority: 1, done: false, owner: { name: 'ada' } },
  b: { status: 'active', priority: 5, done: true, owner: { name: 'bob' } },
  c: { status: 'idle', priority: 9, done: true, owner: { name: 'ada' } },
  d: { status: '007', priority: '5' },
};

const list = (query: string) =>
  call<{ images: Image[] }>(`/v2?${new URLSearchParams(`creator=${creator}&${query}`)}`);

beforeAll(async () => {
  for (const [name, meta] of Object.entries(BOOKS))
    await publish(
      { bytes: photograph('photo.webp'), name: `${name}.webp` },
      { creator, metadata: JSON.stringify(meta) },
    );
});

test.each([
  ['meta.status[eq]=active', 'ab'],
  ['meta.status[eq:string]=007', 'd'],
  ['meta.priority[eq]=5', 'bd'],
  ['meta.priority[eq:number]=5', 'b'],
  ['meta.done[eq:boolean]=true', 'bc'],
  ['meta.priority[gt]=1', 'bc'],
  ['meta.priority[gte]=5&meta.priority[lt]=9', 'b'],
  ['meta.priority[lte:number]=5', 'ab'],
  ['meta.status[in]=idle|007', 'cd'],
  ['meta.priority[in:number]=1|9', 'ac'],
  ['meta.owner.name[eq]=ada&meta.done[eq:boolean]=true', 'c'],
  ['meta.priority[gt]=9&meta.priority[lt]=1', ''],
  ['meta.nothing[eq]=x', ''],
])('The filters %s find %p', async (filters, expected) => {
  const { images } = (await list(`sort_order=asc&${filters}`)).envelope().result;

  expect(images.map(({ filename }) => filename?.[0]).join('')).toBe(expected);
});

const SIX_FILTERS = Array.from({ length: 6 }, (_, i) => `meta.f${i}[eq]=x`).join('&');

test.each([
  ['an unknown operator', 'meta.status[not-eq]=x', "Unsupported metadata filter operator: 'not-eq'"],
  ['six filters', SIX_FILTERS, 'Too many metadata filters: 6 provided, maximum 5 allowed'],
  ['six levels', 'meta.a.b.c.d.e.f[eq]=x', 'levels'],
  ['a name with a dash', 'meta.sta-tus[eq]=x', 'sta-tus'],
  ['eleven values', 'meta.status[in]=0|1|2|3|4|5|6|7|8|9|10', '10'],
  ['a number that is none', 'meta.priority[gt:number]=many', 'number'],
])('Filters are refused with the reason: %s', async (_what, filters, message) => {
  const answer = await list(filters);

  expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
  expect(errorMessage(answer)).toContain(message);
});
