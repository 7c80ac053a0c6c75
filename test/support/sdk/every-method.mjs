// Calls every method of `client.images` with one version of the official client and prints what each resolved to:
//   node every-method.mjs <package> <photograph>     (BASE_URL, ACCOUNT_ID and API_TOKEN in the environment)
// A program of its own, because the majors bring different versions of the same dependencies.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

const [packageName, photographPath] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const Cloudflare = require(packageName);
const account_id = process.env.ACCOUNT_ID;
const baseURL = process.env.BASE_URL;
const client = new Cloudflare({ apiToken: process.env.API_TOKEN, baseURL });
const { v1, v2 } = client.images;
const tag = `m${packageName.replace(/\D/g, '') || '7'}x${Date.now() % 100_000}`;

/** Runs one call; a failure becomes what callers can see of it, and how long it took. */
const outcome = async (call) => {
  const start = Date.now();
  try {
    return { value: await call() };
  } catch (error) {
    const { status, errors } = error;
    return {
      error: error.constructor.name,
      status,
      codes: (errors ?? []).map(({ code }) => code),
      tookMs: Date.now() - start,
    };
  }
};

const upload = async (url) => {
  const form = new FormData();
  form.append('file', new Blob([await readFile(photographPath)]), 'photo.jpg');
  return (await fetch(url, { method: 'POST', body: form })).status;
};

const published = async (id) => {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const image = await v1.get(id, { account_id });
    if (!image.draft) return image;
    await sleep(100);
  }
  throw new Error(`Image ${id} was not published`);
};

const directUpload = async () => {
  const link = await v2.directUploads.create({ account_id, metadata: { from: tag }, creator: tag });
  return { link, status: await upload(link.uploadURL), image: await published(link.id) };
};

const blob = async (id) => {
  const response = await v1.blobs.get(id, { account_id });
  return { type: response.headers.get('content-type'), bytes: (await response.arrayBuffer()).byteLength };
};

const report = {};
report['directUploads.create'] = await outcome(directUpload);
const id = report['directUploads.create'].value?.link.id;
report['directUploads.create without options'] = await outcome(() => v2.directUploads.create({ account_id }));
report['v1.create'] = await outcome(() =>
  v1.create({
    account_id,
    file: createReadStream(photographPath),
    metadata: { from: tag },
    requireSignedURLs: true,
  }),
);
report['v1.create with a custom id'] = await outcome(() =>
  v1.create({ account_id, file: createReadStream(photographPath), id: `sdk/${tag}` }),
);
report['v1.get'] = await outcome(() => v1.get(id, { account_id }));
report['v1.edit'] = await outcome(() =>
  v1.edit(id, { account_id, metadata: { edited: tag }, requireSignedURLs: true }),
);
report['v1.list'] = await outcome(async () => (await v1.list({ account_id })).result);
report['v2.list'] = await outcome(() => v2.list({ account_id, creator: tag }));
report['blobs.get'] = await outcome(() => blob(id));
report['stats.get'] = await outcome(() => v1.stats.get({ account_id }));
report['keys.update'] = await outcome(() => v1.keys.update(tag, { account_id }));
report['keys.list'] = await outcome(() => v1.keys.list({ account_id }));
report['keys.delete'] = await outcome(() => v1.keys.delete(tag, { account_id }));
const options = { fit: 'cover', width: 64, height: 48, metadata: 'none' };
report['variants.create'] = await outcome(() => v1.variants.create({ account_id, id: tag, options }));
report['variants.list'] = await outcome(() => v1.variants.list({ account_id }));
report['variants.get'] = await outcome(() => v1.variants.get(tag, { account_id }));
report['variants.edit'] = await outcome(() =>
  v1.variants.edit(tag, { account_id, options: { ...options, width: 32 }, neverRequireSignedURLs: true }),
);
report['variants.delete'] = await outcome(() => v1.variants.delete(tag, { account_id }));
report['v1.delete'] = await outcome(() => v1.delete(id, { account_id }));
report['missing image'] = await outcome(() => v1.get(id, { account_id }));
const taken = `sdk/${tag}`;
report['taken id'] = await outcome(() => v2.directUploads.create({ account_id, id: taken }));
report['wrong token'] = await outcome(() =>
  new Cloudflare({ apiToken: 'wrong', baseURL }).images.v1.stats.get({ account_id }),
);
report['other account'] = await outcome(() => v1.stats.get({ account_id: 'another-account' }));
process.stdout.write(JSON.stringify({ tag, id, report }));
