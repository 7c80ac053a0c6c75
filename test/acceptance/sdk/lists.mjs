import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';

const SIZE = 11;
const ids = (images) => images.map(({ id }) => id);

/** Eleven images of one new creator, so that pages of ten have a second one; ids in the order of upload. */
const publishAlbum = async ({ client, account_id, smallPhotoFile }) => {
  const creator = `sdk-${randomUUID()}`;
  const images = [];
  for (let n = 0; n < SIZE; n += 1) {
    const metadata = JSON.stringify({
      n,
      parity: n % 2 ? 'odd' : 'even',
      owner: { name: n < 3 ? 'ada' : 'bob' },
    });
    const file = createReadStream(smallPhotoFile);
    images.push(await client.images.v1.create({ account_id, file, creator, metadata }));
  }
  return { creator, ids: ids(images) };
};

const iterate = async (page) => {
  const items = [];
  for await (const item of page) items.push(item);
  return items;
};

/** `v1.list` as a page, as an iterable, and its second page. */
const listV1 = async ({ client, account_id }, { creator }) => {
  const whole = await client.images.v1.list({ account_id, creator });
  const second = await client.images.v1.list({ account_id, creator, page: 2, per_page: 10 });
  return {
    ids: ids(whole.result.images),
    second: ids(second.result.images),
    resultInfo: second.result_info,
    iterated: [await iterate(whole), await iterate(client.images.v1.list({ account_id, creator }))],
  };
};

const walk = async ({ client, account_id }, query) => {
  const pages = [];
  let continuation_token = null;
  do {
    const page = await client.images.v2.list({ account_id, per_page: 10, continuation_token, ...query });
    pages.push(ids(page.images));
    continuation_token = page.continuation_token;
  } while (continuation_token);
  return { pages, lastToken: continuation_token };
};

/** `v2.list` page by page in both orders, its first token being null as callers have it. */
const listV2 = async (context, { creator }) => ({
  desc: await walk(context, { creator }),
  asc: await walk(context, { creator, sort_order: 'asc' }),
});

/** `v2.list` by metadata, in the forms that the SDK writes into a query: flat, nested, several. */
const filters = async ({ client, account_id }, { creator }) => {
  const find = async (meta) => {
    const { images } = await client.images.v2.list({ account_id, creator, sort_order: 'asc', meta });
    return images.map((image) => image.meta.n);
  };
  return {
    equal: await find({ 'parity[eq]': 'even' }),
    range: await find({ 'n[gte]': 3, 'n[lt:number]': 6 }),
    nested: await find({ owner: { 'name[eq]': 'ada' }, 'parity[in]': 'odd|none' }),
    nothing: await find({ 'parity[eq]': 'neither' }),
  };
};

/** `v2.list` of images without a creator, by null and by an empty text. */
const withoutCreator = async ({ client, account_id, smallPhotoFile }, album) => {
  const file = createReadStream(smallPhotoFile);
  const { id } = await client.images.v1.create({ account_id, file });
  const find = async (creator) => {
    const { images } = await client.images.v2.list({ account_id, creator });
    const listed = ids(images);
    return { hasOurs: listed.includes(id), hasAlbum: album.ids.some((other) => listed.includes(other)) };
  };
  return { byNull: await find(null), byEmpty: await find('') };
};

/** All of them over one album. */
const lists = async (context) => {
  const album = await publishAlbum(context);
  return {
    album: album.ids,
    v1: await listV1(context, album),
    v2: await listV2(context, album),
    filters: await filters(context, album),
    withoutCreator: await withoutCreator(context, album),
  };
};

/** Both lists, page by page. */
export const listScenarios = { lists };
