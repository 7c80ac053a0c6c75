import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeFailure } from './describe-failure.mjs';

/** Longer than an upload takes on a busy machine: who waits longer waits in vain. */
const PATIENCE_MS = 120_000;

/** Waits until the draft has become an image. @throws Error when its upload is refused, or not published in two minutes */
const published = async (client, id, account_id) => {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const image = await client.images.v1.get(id, { account_id });
    if (!image.draft) return image;
    if (image.uploadError) throw new Error(`The upload was refused: ${JSON.stringify(image.uploadError)}`);
    if (Date.now() > deadline) throw new Error(`Still a draft after ${PATIENCE_MS} ms: ${id}`);
    await sleep(50);
  }
};

/** `v2.directUploads.create` without options, with all, and the link used as a browser would. */
const mint = async ({ client, account_id, photoFile }) => {
  const bare = await client.images.v2.directUploads.create({ account_id });
  const full = await client.images.v2.directUploads.create({
    account_id,
    creator: 'ada',
    expiry: new Date(Date.now() + 600_000).toISOString(),
    requireSignedURLs: true,
    metadata: { album: 'lake', at: { x: '007' }, tags: ['a', 'b'] },
  });
  const draft = await client.images.v1.get(full.id, { account_id });
  const form = new FormData();
  form.append('file', new Blob([await readFile(photoFile)], { type: 'image/jpeg' }), 'lake.jpg');
  const upload = await fetch(full.uploadURL, { method: 'POST', body: form });
  return {
    bare,
    full,
    draft,
    uploadStatus: upload.status,
    image: await published(client, full.id, account_id),
  };
};

/** The whole life of one id: its image is minted, read, edited and deleted. `address` is what the caller passes. */
const live = async ({ client, Cloudflare, account_id }, id, address) => {
  const link = await client.images.v2.directUploads.create({ account_id, id });
  const got = await client.images.v1.get(address, { account_id });
  const edited = await client.images.v1.edit(address, { account_id, creator: 'ada' });
  const deleted = await client.images.v1.delete(address, { account_id });
  const afterwards = await describeFailure(Cloudflare, () => client.images.v1.get(address, { account_id }));
  return { id, minted: link.id, got: got.id, editedCreator: edited.creator, deleted, afterwards };
};

/**
 * Custom ids as they are, and percent-encoded by the caller, as the documentation asks; major 7 encodes by itself.
 */
const customIds = async (context) => {
  const unique = () => `sdk-${randomUUID()}`;
  const raw = [
    `${unique()}/sub/path`,
    `${unique()} with space`,
    `${unique()}/ünï/写真 1`,
    `${unique()}+&=,;@!`,
  ];
  const lives = [];
  for (const id of raw) lives.push(await live(context, id, id));
  const encode = context.major >= 7 ? (id) => id : encodeURIComponent;
  const encoded = [
    `${unique()}/encoded ü`,
    `${unique()}#fragment`,
    `${unique()}/100%`,
    `${unique()}%2Fb`,
    `${unique()}?query`,
  ];
  for (const id of encoded) lives.push(await live(context, id, encode(id)));
  return lives;
};

/** Minting upload URLs, and ids of one's own. */
export const linkScenarios = { mint, customIds };
