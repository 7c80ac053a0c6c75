import { isPublicAddress } from '../../../../lambdas/adapters/public-address';
import { accountHash } from '../../../../lambdas/core/account';
import { createWebhook, randomWebhookId } from '../../../../lambdas/core/webhooks/create-webhook';
import { deleteWebhook } from '../../../../lambdas/core/webhooks/delete-webhook';
import { editWebhook } from '../../../../lambdas/core/webhooks/edit-webhook';
import { getWebhook } from '../../../../lambdas/core/webhooks/get-webhook';
import { ACCOUNT } from '../../../support/image-fixtures';
import { InMemoryWebhooks } from '../../../support/in-memory/in-memory-webhooks';

const NOW = new Date('2026-03-04T05:06:07.891Z');
const FIELDS = { name: 'backend', url: 'https://hooks.example/images' };

const setUp = () => {
  const webhooks = new InMemoryWebhooks();
  const deps = {
    webhooks,
    newWebhookId: () => 'new-id',
    clock: () => NOW,
    webhookHosts: { exempt: new Set(['127.0.0.1:9000', 'hooks.internal:80']), isPublicAddress },
  };
  return {
    webhooks,
    create: (url: string) => createWebhook(ACCOUNT, { ...FIELDS, url }, deps),
    edit: (id: string, url: string) => editWebhook(ACCOUNT, id, { ...FIELDS, url }, deps),
    get: (id: string, account = ACCOUNT) => getWebhook(account, id, deps),
    remove: (id: string, account = ACCOUNT) => deleteWebhook(account, id, deps),
  };
};

const NOT_FOUND = { code: 'resource-not-found', message: 'Webhook not found' };

describe('webhooks of an account', () => {
  it('are created with an id and the time', async () => {
    const { create, webhooks } = setUp();

    const id = await create(FIELDS.url);

    expect(id).toBe('new-id');
    expect(await webhooks.list(accountHash(ACCOUNT))).toEqual([
      { ...FIELDS, id, createdAt: NOW.toISOString() },
    ]);
  });

  it('are changed, shown and deleted by their id', async () => {
    const { create, edit, get, remove } = setUp();
    const id = await create(FIELDS.url);

    await edit(id, 'https://other.example/');
    const shown = await get(id);
    await remove(id);

    expect(shown).toMatchObject({ id, url: 'https://other.example/' });
    await expect(get(id)).rejects.toMatchObject(NOT_FOUND);
  });

  it('are not found when they do not exist, or belong to another account', async () => {
    const { create, edit, get, remove } = setUp();
    const id = await create(FIELDS.url);

    await expect(edit('other', FIELDS.url)).rejects.toMatchObject(NOT_FOUND);
    await expect(get(id, 'stranger')).rejects.toMatchObject(NOT_FOUND);
    await expect(remove(id, 'stranger')).rejects.toMatchObject(NOT_FOUND);
    await expect(get(id)).resolves.toMatchObject({ id });
  });

  it.each([
    'http://127.0.0.1:9000/hook',
    'http://hooks.internal/',
    'https://127.0.0.1:9000/',
    'HTTPS://A.EXAMPLE',
    'https://192.0.32.8/',
    'https://[2001:500:88::8]/',
  ])('may go to %s', async (url) => {
    await expect(setUp().create(url)).resolves.toBe('new-id');
  });

  it.each([
    ['', 'url must be a valid URL'],
    ['hooks.example', 'url must be a valid URL'],
    ['https://', 'url must be a valid URL'],
    ['http://hooks.example/', 'url must start with https://'],
    ['http://127.0.0.1:9001/', 'url must start with https://'],
    ['http://hooks.internal:8080/', 'url must start with https://'],
    ['ftp://127.0.0.1:9000/', 'url must start with https://'],
    ['javascript:alert(1)', 'url must start with https://'],
    ['https://169.254.169.254/latest/', 'url must not name an address that is not public'],
    ['https://127.0.0.1/', 'url must not name an address that is not public'],
    ['https://0x7f.1:9001/', 'url must not name an address that is not public'],
    ['https://2130706433/', 'url must not name an address that is not public'],
    ['https://[::1]/', 'url must not name an address that is not public'],
    ['https://[::ffff:10.0.0.1]/', 'url must not name an address that is not public'],
    ['https://user@hooks.example/', 'url must not hold a user name or a password'],
    ['https://:secret@hooks.example/', 'url must not hold a user name or a password'],
  ])('may not go to %j, neither when they are created nor later', async (url, message) => {
    const { create, edit, webhooks } = setUp();
    const id = await create(FIELDS.url);
    const refusal = { code: 'invalid-request', message: expect.stringContaining(message) };

    await expect(create(url)).rejects.toMatchObject(refusal);
    await expect(edit(id, url)).rejects.toMatchObject(refusal);

    expect(await webhooks.list(accountHash(ACCOUNT))).toMatchObject([{ url: FIELDS.url }]);
  });

  it('have ids of 32 hex digits that are never the same', () => {
    const ids = new Set(Array.from({ length: 100 }, randomWebhookId));

    expect(ids.size).toBe(100);
    expect([...ids].every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  });
});
