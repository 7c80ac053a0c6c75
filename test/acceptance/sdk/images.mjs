import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describeFailure } from './describe-failure.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const blobOf = async (client, id, account_id) => {
  const response = await client.images.v1.blobs.get(id, { account_id });
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    sha256: sha256(bytes),
  };
};

/** `v1.create` in every form that the SDK takes a file in, and by URL; `v1.get` right after each. */
const create = async ({ client, account_id, toFile, photoFile }) => {
  const photo = await readFile(photoFile);
  const name = path.basename(photoFile);
  const forms = {
    stream: {
      file: createReadStream(photoFile),
      metadata: { album: 'lake', tags: ['a', 'b'], at: { x: 1 } },
    },
    buffer: {
      file: await toFile(photo, 'holiday/cat.jpg'),
      id: `sdk/${randomUUID()}/ä b`,
      creator: 'ada',
    },
    file: {
      file: new File([photo], name, { type: 'image/jpeg' }),
      requireSignedURLs: true,
      metadata: JSON.stringify({ n: 7 }),
    },
  };
  const results = {};
  for (const [form, params] of Object.entries(forms)) {
    const created = await client.images.v1.create({ account_id, ...params });
    results[form] = { id: params.id, created, got: await client.images.v1.get(created.id, { account_id }) };
  }
  const url = results.stream.created.variants[0];
  const created = await client.images.v1.create({ account_id, url, metadata: { from: 'url' } });
  results.url = { created, got: await client.images.v1.get(created.id, { account_id }) };
  return results;
};

/** `v1.blobs.get` of a plain and of a custom id, beside the digest of what was sent. */
const blobs = async ({ client, account_id, photoFile }) => {
  const id = `sdk/${randomUUID()}/a b`;
  const [plain, custom] = [
    await client.images.v1.create({ account_id, file: createReadStream(photoFile) }),
    await client.images.v1.create({ account_id, file: createReadStream(photoFile), id }),
  ];
  return {
    sent: sha256(await readFile(photoFile)),
    plain: await blobOf(client, plain.id, account_id),
    custom: await blobOf(client, custom.id, account_id),
  };
};

/** `v1.edit` with everything, with nothing, and then `v1.delete`. */
const editAndDelete = async ({ client, Cloudflare, account_id, photoFile }) => {
  const created = await client.images.v1.create({
    account_id,
    file: createReadStream(photoFile),
    metadata: { old: 'yes' },
  });
  const change = { creator: 'bob', metadata: { n: 1, list: [true] }, requireSignedURLs: true };
  const edited = await client.images.v1.edit(created.id, { account_id, ...change });
  const unchanged = await client.images.v1.edit(created.id, { account_id });
  const deleted = await client.images.v1.delete(created.id, { account_id });
  const afterwards = await describeFailure(Cloudflare, () =>
    client.images.v1.get(created.id, { account_id }),
  );
  return { created, edited, unchanged, deleted, afterwards };
};

/** `v1.stats.get`. */
const stats = ({ client, account_id }) => client.images.v1.stats.get({ account_id });

/** Creating, reading, editing and deleting images, and the account's numbers. */
export const imageScenarios = { create, blobs, editAndDelete, stats };
