import { accountHash } from '../../../../lambdas/core/account';
import { deliverWebhook, WebhookUnanswered } from '../../../../lambdas/core/webhooks/deliver-webhook';
import { fanOut, type WebhookDelivery } from '../../../../lambdas/core/webhooks/fan-out';
import type { Webhook } from '../../../../lambdas/core/webhooks/webhook';
import type { WebhookRequest } from '../../../../lambdas/core/webhooks/webhook-request';
import { UPLOADED } from '../../../support/image-event';
import { ACCOUNT } from '../../../support/image-fixtures';
import { InMemoryWebhooks } from '../../../support/in-memory/in-memory-webhooks';
import { intercept } from '../../../support/intercept';

const HASH = accountHash(ACCOUNT);
const NOW = new Date('2026-03-04T05:10:00.000Z');

const webhook = (id: string): Webhook => ({
  id,
  name: id,
  url: `https://${id}.example/hook?token=secret`,
  secret: 'shh',
  createdAt: '2026-03-01T00:00:00.000Z',
});

const setUp = async (answer: () => number | Error = () => 200) => {
  const webhooks = new InMemoryWebhooks();
  await webhooks.add(HASH, webhook('one'));
  await webhooks.add(HASH, webhook('two'));
  await webhooks.add('another account', webhook('three'));
  const sent: WebhookRequest[] = [];
  const unrecorded: unknown[] = [];
  const deps = {
    webhooks,
    sender: {
      send: async (request: WebhookRequest) => {
        sent.push(request);
        const given = answer();
        if (given instanceof Error) throw given;
        return given;
      },
    },
    clock: () => NOW,
    onUnrecorded: (error: unknown) => unrecorded.push(error),
  };
  const deliver = (webhookId: string, overrides: Partial<typeof deps> = {}) =>
    deliverWebhook({ webhookId, event: UPLOADED }, { ...deps, ...overrides });
  return { webhooks, sent, unrecorded, deliver };
};

describe('fanning an event out', () => {
  it('makes one delivery for each destination of its account', async () => {
    const { webhooks } = await setUp();
    const queued: WebhookDelivery[] = [];

    const count = await fanOut(UPLOADED, {
      webhooks,
      deliveries: { send: async (delivery) => void queued.push(delivery) },
    });

    expect(count).toBe(2);
    expect(queued).toEqual([
      { webhookId: 'one', event: UPLOADED },
      { webhookId: 'two', event: UPLOADED },
    ]);
  });

  it('makes none for an account without destinations', async () => {
    const send = jest.fn();

    const count = await fanOut(
      { ...UPLOADED, accountId: 'quiet' },
      { ...(await setUp()), deliveries: { send } },
    );

    expect(count).toBe(0);
    expect(send).not.toHaveBeenCalled();
  });

  it('fails when one delivery could not be queued, so that the event comes again', async () => {
    const { webhooks } = await setUp();
    const send = ({ webhookId }: WebhookDelivery) =>
      webhookId === 'two' ? Promise.reject(new Error('503')) : Promise.resolve();

    await expect(fanOut(UPLOADED, { webhooks, deliveries: { send } })).rejects.toThrow('503');
  });
});

describe('delivering to one destination', () => {
  it.each([200, 202, 204, 299])('is done when it answers %i', async (status) => {
    const { deliver, sent, webhooks } = await setUp(() => status);

    const outcome = await deliver('two');

    expect(outcome).toEqual({ kind: 'delivered', host: 'two.example', status });
    expect(sent.map(({ url }) => url)).toEqual(['https://two.example/hook?token=secret']);
    expect(await webhooks.list(HASH)).toEqual([
      webhook('one'),
      { ...webhook('two'), lastSuccess: NOW.toISOString() },
    ]);
  });

  it.each([0, 199, 300, 302, 307, 400, 401, 404, 429, 500, 503])(
    'has failed when it answers %i',
    async (status) => {
      const { deliver, webhooks } = await setUp(() => status);

      const outcome = await deliver('one');

      expect(outcome).toEqual({ kind: 'failed', host: 'one.example', reason: `answered ${status}` });
      expect(await webhooks.list(HASH)).toEqual([
        { ...webhook('one'), lastFailure: NOW.toISOString() },
        webhook('two'),
      ]);
    },
  );

  it('has failed when there is no answer', async () => {
    const { deliver, webhooks } = await setUp(() => new WebhookUnanswered('no answer in 10000 ms'));

    const outcome = await deliver('one');

    expect(outcome).toEqual({ kind: 'failed', host: 'one.example', reason: 'no answer in 10000 ms' });
    expect((await webhooks.list(HASH))[0]).toMatchObject({ lastFailure: NOW.toISOString() });
  });

  it('is not tried again when the destination answers 410, which stays for the next event', async () => {
    const { deliver, webhooks } = await setUp(() => 410);

    const outcome = await deliver('one');

    expect(outcome).toEqual({ kind: 'gone', host: 'one.example' });
    expect((await webhooks.list(HASH))[0]).toMatchObject({ id: 'one', lastFailure: NOW.toISOString() });
  });

  it('sends nothing to a destination that was deleted meanwhile', async () => {
    const { deliver, sent, webhooks } = await setUp();
    await webhooks.remove(HASH, 'one');

    const outcome = await deliver('one');

    expect(outcome).toEqual({ kind: 'deleted' });
    expect(sent).toEqual([]);
  });

  it('sends nothing to a destination of another account, whatever a message says', async () => {
    const { deliver, sent } = await setUp();

    expect(await deliver('three')).toEqual({ kind: 'deleted' });
    expect(sent).toEqual([]);
  });

  it('goes to where the destination was moved meanwhile', async () => {
    const { deliver, sent, webhooks } = await setUp();
    await webhooks.change(HASH, 'one', {
      name: 'moved',
      url: 'https://moved.example/',
      secret: 'moved too',
    });

    await deliver('one');

    expect(sent.map(({ url }) => url)).toEqual(['https://moved.example/']);
  });

  it('counts as done although its end could not be recorded, or it would be sent twice', async () => {
    const { deliver, webhooks, unrecorded } = await setUp();
    const throttled = new Error('throttled');
    const failing = intercept(webhooks, { recordAttempt: () => Promise.reject(throttled) });

    const outcome = await deliver('one', { webhooks: failing });

    expect(outcome).toMatchObject({ kind: 'delivered' });
    expect(unrecorded).toEqual([throttled]);
  });

  it('throws what nobody foresaw', async () => {
    const { deliver } = await setUp(() => new Error('a bug'));

    await expect(deliver('one')).rejects.toThrow('a bug');
  });
});
