import { type DynaliteServer, startDynalite } from '../../support/dynalite/dynalite-table';
import { REFUSED, UPLOADED } from '../../support/image-event';
import { isAuthentic } from '../../support/webhooks';
import { HASH, MAX_RECEIVE_COUNT, NotifyWorld, SECRET } from './notify-world';

let dynalite: DynaliteServer;
beforeAll(async () => {
  dynalite = await startDynalite();
});
afterAll(() => dynalite.close());

let world: NotifyWorld;
beforeEach(async () => {
  world = await NotifyWorld.start(dynalite);
});
afterEach(() => world.close());

test('an upload reaches every destination as a signed POST', async () => {
  const [first, second] = [await world.destination('first'), await world.destination('second')];

  await world.happen(UPLOADED);
  await world.settled();

  for (const { received } of [first, second]) {
    const [webhook] = received;
    expect(received).toHaveLength(1);
    expect(webhook).toMatchObject({
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'direct-upload-aws',
        'cf-webhook-auth': SECRET,
        'webhook-id': UPLOADED.id,
      },
    });
    expect(webhook && isAuthentic(webhook, SECRET)).toBe(true);
    expect(webhook && isAuthentic(webhook, 'another secret')).toBe(false);
    expect(webhook && isAuthentic({ ...webhook, body: `${webhook.body} ` }, SECRET)).toBe(false);
    expect(JSON.parse(webhook?.body ?? '').data).toEqual({ event: 'image.uploaded', image: UPLOADED.image });
  }
  expect(await world.webhooks.list(HASH)).toMatchObject([
    { id: 'first', lastSuccess: expect.stringMatching(/Z$/) },
    { id: 'second', lastSuccess: expect.stringMatching(/Z$/) },
  ]);
});

test('a refusal tells why', async () => {
  const { received } = await world.destination('only');

  await world.happen(REFUSED);
  await world.settled();

  expect(JSON.parse(received[0]?.body ?? '').data).toEqual({
    event: 'image.upload_failed',
    image: REFUSED.image,
    error: REFUSED.error,
  });
});

test('a destination that fails gets the same again, and the others get nothing twice', async () => {
  const failing = await world.destination('failing', [503, 500]);
  const fine = await world.destination('fine');

  await world.happen(UPLOADED);
  await world.settled();

  expect(failing.received).toHaveLength(3);
  expect(fine.received).toHaveLength(1);
  const bodies = new Set(failing.received.map(({ body }) => body));
  const ids = new Set(failing.received.map(({ headers }) => headers['webhook-id']));
  expect([bodies.size, [...ids]]).toEqual([1, [UPLOADED.id]]);
  expect(failing.received.every((webhook) => isAuthentic(webhook, SECRET))).toBe(true);
  expect((await world.webhooks.list(HASH))[0]).toMatchObject({
    lastSuccess: expect.any(String),
    lastFailure: expect.any(String),
  });
});

test('what a destination never takes ends in the dead-letter queue, and nothing else does', async () => {
  const dead = await world.destination('dead', Array<number>(10).fill(500));
  const fine = await world.destination('fine');

  await world.happen(UPLOADED);
  await world.settled();

  expect(dead.received).toHaveLength(MAX_RECEIVE_COUNT);
  expect(fine.received).toHaveLength(1);
  const given = await world.dead.receive(10);
  expect(given.map(({ body }) => JSON.parse(body))).toEqual([{ webhookId: 'dead', event: UPLOADED }]);
});

test('what is redriven reaches a destination that works again, and is dropped when it was deleted', async () => {
  const mended = await world.destination('mended', [500, 500, 500]);
  const deleted = await world.destination('deleted', [500, 500, 500]);
  await world.happen(UPLOADED);
  await world.settled();
  await world.webhooks.remove(HASH, 'deleted');

  await world.dead.moveAllTo(world.queue);
  await world.settled();

  expect(mended.received).toHaveLength(MAX_RECEIVE_COUNT + 1);
  expect(deleted.received).toHaveLength(MAX_RECEIVE_COUNT);
  expect(await world.dead.receive(10)).toEqual([]);
});

test('an account without destinations has its events dropped at once', async () => {
  const { received } = await world.destination('only');

  await world.happen({ ...UPLOADED, accountId: 'another account' });
  await world.settled();

  expect(received).toEqual([]);
  expect(world.logger.lines).toMatchObject([{ message: 'Event fanned out', destinations: 0 }]);
});
