import { MAX_WEBHOOKS, type Webhook, type WebhookRepository } from '../../../lambdas/core/webhooks/webhook';

const HASH = 'hash';
const minute = (minutes: number) => new Date(Date.UTC(2026, 2, 4, 5, minutes));

const webhook = (id: string, fields: Partial<Webhook> = {}): Webhook => ({
  id,
  name: `to ${id}`,
  url: `https://${id}.example/hook`,
  createdAt: minute(0).toISOString(),
  ...fields,
});

/** What every repository of webhooks must do, whatever it is made of. */
export const describeWebhooks = (setUp: () => Promise<WebhookRepository>): void => {
  it('has none of an account that never made any', async () => {
    const webhooks = await setUp();

    expect(await webhooks.list(HASH)).toEqual([]);
    expect(await webhooks.remove(HASH, 'one')).toBe(false);
    expect(await webhooks.change(HASH, 'one', { name: 'n', url: 'https://a.example' })).toBe(false);
    expect(await webhooks.list(HASH)).toEqual([]);
  });

  it('lists what was added, oldest first, of one account only', async () => {
    const webhooks = await setUp();
    const younger = webhook('a', { createdAt: minute(2).toISOString(), secret: 'shh' });
    const older = webhook('b', { createdAt: minute(1).toISOString() });

    await webhooks.add(HASH, younger);
    await webhooks.add(HASH, older);
    await webhooks.add('another', webhook('c'));

    expect(await webhooks.list(HASH)).toEqual([older, younger]);
  });

  it('takes ten of an account and no more, until one is removed', async () => {
    const webhooks = await setUp();
    for (let index = 0; index < MAX_WEBHOOKS; index += 1) await webhooks.add(HASH, webhook(`w${index}`));

    await expect(webhooks.add(HASH, webhook('eleventh'))).rejects.toMatchObject({
      code: 'invalid-request',
      message: 'An account can have at most 10 webhooks',
    });
    expect(await webhooks.remove(HASH, 'w3')).toBe(true);
    await webhooks.add(HASH, webhook('eleventh'));

    expect(await webhooks.list(HASH)).toHaveLength(MAX_WEBHOOKS);
  });

  it('changes the name, and leaves a secret that is not spoken of', async () => {
    const webhooks = await setUp();
    const { url } = webhook('one');
    await webhooks.add(HASH, webhook('one', { secret: 'shh' }));

    expect(await webhooks.change(HASH, 'one', { name: 'new', url })).toBe(true);

    expect(await webhooks.list(HASH)).toEqual([webhook('one', { name: 'new', secret: 'shh' })]);
  });

  it('changes name and URL when there is no secret', async () => {
    const webhooks = await setUp();
    const change = { name: 'new', url: 'https://new.example' };
    await webhooks.add(HASH, webhook('one'));

    expect(await webhooks.change(HASH, 'one', change)).toBe(true);

    expect(await webhooks.list(HASH)).toEqual([webhook('one', change)]);
  });

  it.each([
    'https://attacker.example/hook',
    'https://one.example.attacker.example/hook',
    'https://one.example:8443/hook',
    'http://one.example/hook',
    'https://one.example/hook/of/another/tenant',
    'https://one.example/hook?to=attacker',
  ])('never takes a secret along to another URL: %s', async (url) => {
    const webhooks = await setUp();
    const before = webhook('one', { secret: 'shh' });
    await webhooks.add(HASH, before);

    await expect(webhooks.change(HASH, 'one', { name: 'new', url })).rejects.toMatchObject({
      code: 'invalid-request',
      message: 'secret is needed to change url: send the secret again, or an empty one',
    });

    expect(await webhooks.list(HASH)).toEqual([before]);
  });

  it.each([
    ['the secret sent again', 'shh', { secret: 'shh' }],
    ['another secret', 'other', { secret: 'other' }],
    ['none any more', null, {}],
  ])('goes to another URL with %s', async (_with, secret, kept) => {
    const webhooks = await setUp();
    const { name, createdAt } = webhook('one');
    const url = 'https://new.example';
    await webhooks.add(HASH, webhook('one', { secret: 'shh' }));

    expect(await webhooks.change(HASH, 'one', { name, url, secret })).toBe(true);

    expect(await webhooks.list(HASH)).toEqual([{ id: 'one', name, url, createdAt, ...kept }]);
  });

  it('replaces a secret, and takes it away with null', async () => {
    const webhooks = await setUp();
    const { id, name, url, createdAt } = webhook('one');
    await webhooks.add(HASH, { id, name, url, createdAt });

    await webhooks.change(HASH, 'one', { name, url, secret: 'first' });
    const [replaced] = await webhooks.list(HASH);
    await webhooks.change(HASH, 'one', { name, url, secret: null });
    const [removed] = await webhooks.list(HASH);

    expect(replaced).toEqual({ id, name, url, createdAt, secret: 'first' });
    expect(removed).toEqual({ id, name, url, createdAt });
  });

  it('keeps the latest success and the latest failure, in whatever order they are told', async () => {
    const webhooks = await setUp();
    await webhooks.add(HASH, webhook('one'));

    await webhooks.recordAttempt(HASH, 'one', { succeeded: true, at: minute(7) });
    await webhooks.recordAttempt(HASH, 'one', { succeeded: true, at: minute(6) });
    await webhooks.recordAttempt(HASH, 'one', { succeeded: false, at: minute(5) });

    expect(await webhooks.list(HASH)).toEqual([
      webhook('one', { lastSuccess: minute(7).toISOString(), lastFailure: minute(5).toISOString() }),
    ]);
  });

  it('brings nothing back to life by an attempt that ends after its webhook was deleted', async () => {
    const webhooks = await setUp();
    await webhooks.add(HASH, webhook('one'));
    await webhooks.remove(HASH, 'one');

    await webhooks.recordAttempt(HASH, 'one', { succeeded: true, at: minute(7) });

    expect(await webhooks.list(HASH)).toEqual([]);
  });
};
