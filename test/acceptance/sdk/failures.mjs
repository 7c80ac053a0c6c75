import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { describeFailure } from './describe-failure.mjs';

/** Whatever is not there, by every method that names one. */
const notFound = async ({ Cloudflare, client, account_id, settingsClient, settings_account_id }) => {
  const { v1 } = client.images;
  const id = randomUUID();
  const calls = {
    get: () => v1.get(id, { account_id }),
    edit: () => v1.edit(id, { account_id, creator: 'ada' }),
    delete: () => v1.delete(id, { account_id }),
    blob: () => v1.blobs.get(id, { account_id }),
    variant: () =>
      settingsClient.images.v1.variants.get('nosuchvariant', { account_id: settings_account_id }),
    key: () => settingsClient.images.v1.keys.delete('nosuchkey', { account_id: settings_account_id }),
  };
  const failures = {};
  for (const [name, call] of Object.entries(calls)) failures[name] = await describeFailure(Cloudflare, call);
  return failures;
};

/** A taken id, by every method that takes one. */
const conflict = async ({
  Cloudflare,
  client,
  account_id,
  settingsClient,
  settings_account_id,
  photoFile,
}) => {
  const id = `sdk-taken-${randomUUID()}`;
  const file = () => createReadStream(photoFile);
  await client.images.v1.create({ account_id, id, file: file() });
  const variant = {
    account_id: settings_account_id,
    id: 'public',
    options: { fit: 'cover', width: 1, height: 1, metadata: 'none' },
  };
  return {
    create: await describeFailure(Cloudflare, () =>
      client.images.v1.create({ account_id, id, file: file() }),
    ),
    mint: await describeFailure(Cloudflare, () => client.images.v2.directUploads.create({ account_id, id })),
    variant: await describeFailure(Cloudflare, () => settingsClient.images.v1.variants.create(variant)),
  };
};

/** Requests that break a rule. */
const badRequest = async ({ Cloudflare, client, account_id, toFile }) => {
  const { v1, v2 } = client.images;
  const text = await toFile(Buffer.from('This is not a picture.'), 'photo.jpg', { type: 'image/jpeg' });
  return {
    expiry: await describeFailure(Cloudflare, () =>
      v2.directUploads.create({ account_id, expiry: '2020-01-01T00:00:00Z' }),
    ),
    privateCustomId: await describeFailure(Cloudflare, () =>
      v2.directUploads.create({ account_id, id: `sdk-${randomUUID()}`, requireSignedURLs: true }),
    ),
    customId: await describeFailure(Cloudflare, () =>
      v2.directUploads.create({ account_id, id: randomUUID() }),
    ),
    noSource: await describeFailure(Cloudflare, () => v1.create({ account_id, creator: 'ada' })),
    url: await describeFailure(Cloudflare, () =>
      v1.create({ account_id, url: 'http://169.254.169.254/x.jpg' }),
    ),
    operator: await describeFailure(Cloudflare, () =>
      v2.list({ account_id, meta: { 'status[not-eq]': 'x' } }),
    ),
    pageSize: await describeFailure(Cloudflare, () => v1.list({ account_id, per_page: 1 })),
    noImage: await describeFailure(Cloudflare, () => v1.create({ account_id, file: text })),
  };
};

/** Callers who are nobody, somebody else, or may only read. */
const credentials = async ({ Cloudflare, connect, account_id, apiToken, readToken }) => {
  const list = (options, account = account_id) =>
    connect(options).images.v2.list({ account_id: account, per_page: 10 });
  const mint = (options) => connect(options).images.v2.directUploads.create({ account_id });
  const key = { apiToken: null, apiEmail: 'ada@example.com' };
  return {
    wrongToken: await describeFailure(Cloudflare, () => list({ apiToken: 'wrong' })),
    wrongTokenMint: await describeFailure(Cloudflare, () => mint({ apiToken: 'wrong' })),
    wrongKey: await describeFailure(Cloudflare, () => list({ ...key, apiKey: 'wrong' })),
    otherAccount: await describeFailure(Cloudflare, () => list({ apiToken }, 'another-account')),
    ...(readToken && {
      readOnly: await describeFailure(Cloudflare, () => mint({ apiToken: readToken })),
    }),
    byKey: Array.isArray((await list({ ...key, apiKey: apiToken })).images),
  };
};

/** What each SDK makes of errors. */
export const failureScenarios = { notFound, conflict, badRequest, credentials };
