import { ingestUpload } from '../../../lambdas/core/ingest-upload';
import { publishedPrefix } from '../../../lambdas/core/keys';
import { brokenEvents, CRASHES, crashingDeps, dieAndRetry, idsOf } from '../../support/crashing-deps';
import { draftOf, secondsLater } from '../../support/image-fixtures';
import { IngestWorld, targetOf } from '../../support/ingest-world';
import { intercept } from '../../support/intercept';

describe('the event of a published upload', () => {
  it('is sent once, with the image and the variants of the account', async () => {
    const world = await IngestWorld.create({ creator: 'ann', meta: { k: 'v' } });

    await ingestUpload(world.upload({ body: Buffer.from('good'), filename: 'cat.jpg' }), world.deps);

    expect(world.events.sent).toMatchObject([
      {
        type: 'image.uploaded',
        time: secondsLater(60).toISOString(),
        accountId: world.draft.accountId,
        image: {
          id: world.draft.id,
          filename: 'cat.jpg',
          creator: 'ann',
          meta: { k: 'v' },
          variants: [
            expect.stringMatching(/^https:\/\/img\.example\.net\/.+\/public$/),
            expect.stringMatching(/\/thumbnail$/),
          ],
        },
      },
    ]);
    expect(world.events.sent[0]).not.toHaveProperty('error');
  });

  it('is sent when the record is written and before the staged object goes', async () => {
    const world = await IngestWorld.create();
    const { deps, calls } = crashingDeps(world.deps, { atCall: 99, when: 'before' });

    await ingestUpload(world.upload('good'), deps);

    expect(calls).toEqual(
      ['find', 'read', 'put', 'publish'].concat(['find', 'get', 'publish', 'markEventSent', 'remove']),
    );
  });

  it.each(CRASHES)(
    'is sent at least once and always the same when ingest dies $when call $atCall',
    async (crash) => {
      const world = await IngestWorld.create();

      const died = await dieAndRetry(world, world.upload('good'), crash);

      expect(died).toBe(crash.atCall <= 9);
      expect(idsOf(world.events.sent).size).toBe(1);
      expect(world.events.sent.length).toBeLessThanOrEqual(2);
      expect(await world.record()).not.toHaveProperty('unsentEvent');
      expect(world.staged.objects.size).toBe(0);
    },
  );

  it('shows what was edited while the upload was checked', async () => {
    const world = await IngestWorld.create({ creator: 'ann' });
    const objects = intercept(world.objects, {
      put: async (...args) => {
        await world.objects.put(...args);
        await world.images.edit(world.draft, { meta: { edited: true } });
      },
    });

    await ingestUpload(world.upload('good'), { ...world.deps, objects });

    expect(world.events.sent).toMatchObject([{ image: { meta: { edited: true } } }]);
  });

  it('cannot be made again by a replay of the upload', async () => {
    const world = await IngestWorld.create();
    await ingestUpload(world.upload('good'), world.deps);

    const replays = [
      await ingestUpload(world.upload('good'), world.deps),
      await ingestUpload(world.upload('good, but other'), world.deps),
      await ingestUpload(world.upload('text'), world.deps),
    ];

    expect(replays).toEqual(Array(3).fill({ kind: 'discarded', reason: 'dead-url', announced: false }));
    expect(world.events.sent).toHaveLength(1);
  });

  it('is sent by the next one who comes by when its own function died, whatever was uploaded', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('good');
    await expect(ingestUpload(upload, { ...world.deps, events: brokenEvents })).rejects.toThrow();

    const replay = await ingestUpload(world.upload('text', 70), world.deps);
    const redelivered = await ingestUpload(upload, world.deps);

    expect(replay).toEqual({ kind: 'discarded', reason: 'dead-url', announced: true });
    expect(redelivered).toEqual({ kind: 'discarded', reason: 'dead-url', announced: false });
    expect(world.events.sent).toMatchObject([
      { type: 'image.uploaded', time: secondsLater(60).toISOString() },
    ]);
  });

  it('is sent for the winner of a race only, also when it is the loser who sends it', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('good loser');
    const objects = intercept(world.objects, {
      put: async (...args) => {
        await world.objects.put(...args);
        const winner = ingestUpload(world.upload('good winner', 61), { ...world.deps, events: brokenEvents });
        await expect(winner).rejects.toThrow();
      },
    });

    const outcome = await ingestUpload(upload, { ...world.deps, objects });

    expect(outcome).toEqual({ kind: 'discarded', reason: 'lost-race', announced: true });
    expect(world.events.sent).toMatchObject([{ time: secondsLater(61).toISOString() }]);
  });

  it('is not sent for an image that was deleted first', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('good');
    await expect(ingestUpload(upload, { ...world.deps, events: brokenEvents })).rejects.toThrow();
    await world.images.delete(targetOf(world.draft));

    await ingestUpload(upload, world.deps);

    expect(world.events.sent).toEqual([]);
  });

  it('is left to the next minting when it belongs to that one', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('good');
    await world.images.delete(targetOf(world.draft));
    const next = draftOf({ nonce: 'BBBBBBBBBBBBBBBBBBBBBB' });
    await world.images.createDraft(next);
    await world.images.recordRefusal(next, { code: 5455, message: 'no' }, { id: 'next', time: '' });

    const outcome = await ingestUpload(upload, world.deps);

    expect(outcome).toEqual({ kind: 'discarded', reason: 'dead-url', announced: false });
    expect(await world.record()).toMatchObject({ unsentEvent: { id: 'next' } });
  });
});

describe('an event that EventBridge does not take', () => {
  it.each([
    ['good', 1],
    ['text', 0],
  ])('leaves the upload (%s) queued, and what is owed in the record', async (body, waitingObjects) => {
    const world = await IngestWorld.create();

    const attempt = ingestUpload(world.upload(body), { ...world.deps, events: brokenEvents });

    await expect(attempt).rejects.toThrow('EventBridge did not take an event');
    expect(world.staged.objects.size).toBe(waitingObjects);
    expect(await world.record()).toMatchObject({ unsentEvent: { time: secondsLater(60).toISOString() } });
  });
});

it('no event holds the nonce, which keeps working after a refusal', async () => {
  const world = await IngestWorld.create();

  await ingestUpload(world.upload('text'), world.deps);
  await ingestUpload(world.upload('good'), world.deps);

  const text = JSON.stringify(world.events.sent);
  expect(world.events.sent).toHaveLength(2);
  expect(text).not.toContain(world.draft.nonce);
  expect(text).not.toContain(publishedPrefix(targetOf(world.draft)));
});
