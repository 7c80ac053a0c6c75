import { randomBytes } from 'node:crypto';

const unique = () => `s${randomBytes(8).toString('hex')}`;

/** `v1.keys.*`: only what concerns the new key, for other callers may change the same account's keys meanwhile. */
const keys = async ({ settingsClient: client, settings_account_id: account_id }) => {
  const name = unique();
  const ours = ({ keys: all }) => all.filter((key) => key.name === name);
  const made = ours(await client.images.v1.keys.update(name, { account_id }));
  const again = ours(await client.images.v1.keys.update(name, { account_id }));
  const listed = await client.images.v1.keys.list({ account_id });
  const left = ours(await client.images.v1.keys.delete(name, { account_id }));
  return { name, made, again, listed: ours(listed), names: listed.keys.map((key) => key.name), left };
};

/** `v1.variants.*`. */
const variants = async ({ settingsClient: client, settings_account_id: account_id }) => {
  const id = unique();
  const options = { fit: 'cover', width: 320, height: 200, metadata: 'none' };
  const created = await client.images.v1.variants.create({ account_id, id, options });
  const got = await client.images.v1.variants.get(id, { account_id });
  const { variants: listed } = await client.images.v1.variants.list({ account_id });
  const edited = await client.images.v1.variants.edit(id, {
    account_id,
    options: { ...options, width: 640 },
    neverRequireSignedURLs: true,
  });
  const deleted = await client.images.v1.variants.delete(id, { account_id });
  const { variants: left } = await client.images.v1.variants.list({ account_id });
  return {
    id,
    created,
    got,
    listed: listed[id],
    hasPublic: 'public' in listed,
    edited,
    deleted,
    isLeft: id in left,
  };
};

/** Signing keys and variants. */
export const settingScenarios = { keys, variants };
