import { accountHash } from '../../../lambdas/core/account';
import { deleteSigningKey } from '../../../lambdas/core/delete-signing-key';
import { listSigningKeys } from '../../../lambdas/core/list-signing-keys';
import { putSigningKey } from '../../../lambdas/core/put-signing-key';
import { randomSigningKey } from '../../../lambdas/core/signing-key-secret';
import { ACCOUNT } from '../../support/image-fixtures';
import { InMemorySigningKeys } from '../../support/in-memory/in-memory-signing-keys';
import { RecordingDeliveryCache } from '../../support/in-memory/recording-delivery-cache';

const setUp = () => {
  let secrets = 0;
  const cache = new RecordingDeliveryCache();
  const deps = {
    signingKeys: new InMemorySigningKeys(),
    cache,
    newSigningKey: () => {
      secrets += 1;
      return `secret ${secrets}`;
    },
  };
  return {
    cache,
    list: () => listSigningKeys(ACCOUNT, deps),
    put: (name: string) => putSigningKey(ACCOUNT, name, deps),
    remove: (name: string) => deleteSigningKey(ACCOUNT, name, deps),
  };
};

const DEFAULT = { name: 'default', value: 'secret 1' };

describe('signing keys', () => {
  it('begin with a default, made at the first look and then kept', async () => {
    const { list } = setUp();

    expect([await list(), await list()]).toEqual([[DEFAULT], [DEFAULT]]);
  });

  it('are added beside the default, and shown with their secrets', async () => {
    const { put, list } = setUp();

    const keys = await put('second');

    expect(keys).toEqual([DEFAULT, { name: 'second', value: 'secret 2' }]);
    expect(await list()).toEqual(keys);
  });

  it('keep their secret when they are put again', async () => {
    const { put } = setUp();

    expect(await put('second')).toEqual(await put('second'));
    expect(await put('default')).toHaveLength(2);
  });

  it('are ten at most', async () => {
    const { put } = setUp();
    for (let index = 1; index < 10; index += 1) await put(`key${index}`);

    await expect(put('eleventh')).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(put('key1')).resolves.toHaveLength(10);
  });

  it('are deleted, and what they signed is dropped from the edge', async () => {
    const { put, remove, cache } = setUp();
    await put('second');

    const rest = await remove('second');

    expect(rest).toEqual([DEFAULT]);
    expect(cache.purged).toEqual([accountHash(ACCOUNT)]);
  });

  it('are never none: deleting the last one makes a new default', async () => {
    const { list, remove } = setUp();
    await list();

    const rest = await remove('default');

    expect(rest).toEqual([{ name: 'default', value: 'secret 2' }]);
  });

  it('are refused to be deleted when there is none of that name', async () => {
    const { remove, cache } = setUp();

    await expect(remove('default')).rejects.toMatchObject({ code: 'resource-not-found' });
    expect(cache.purged).toEqual([]);
  });

  it('are 192 random bits as text', () => {
    const secrets = new Set(Array.from({ length: 100 }, randomSigningKey));

    expect(secrets.size).toBe(100);
    expect([...secrets].every((secret) => /^[A-Za-z0-9_-]{32}$/.test(secret))).toBe(true);
  });
});
