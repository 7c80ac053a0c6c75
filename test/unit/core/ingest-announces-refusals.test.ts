import { ingestUpload } from '../../../lambdas/core/ingest-upload';
import { renderImage } from '../../../lambdas/core/render-image';
import { brokenEvents, CRASHES, dieAndRetry, idsOf } from '../../support/crashing-deps';
import { secondsLater } from '../../support/image-fixtures';
import { IngestWorld } from '../../support/ingest-world';
import { intercept } from '../../support/intercept';

/** How many staged objects wait when an event is sent, in order. */
const watchWaiting = (world: IngestWorld): readonly number[] => {
  const waiting: number[] = [];
  const publish = world.events.publish.bind(world.events);
  jest.spyOn(world.events, 'publish').mockImplementation(async (event) => {
    waiting.push(world.staged.objects.size);
    await publish(event);
  });
  return waiting;
};

describe('the event of a refused upload', () => {
  it('says why, with the draft', async () => {
    const world = await IngestWorld.create({ creator: 'ann' });

    await ingestUpload(world.upload('text'), world.deps);

    expect(world.events.sent).toMatchObject([
      {
        type: 'image.upload_failed',
        time: secondsLater(60).toISOString(),
        image: { id: world.draft.id, filename: null, creator: 'ann' },
        error: { code: 5455, message: expect.stringContaining('image/jpeg') },
      },
    ]);
  });

  it('is sent when nothing waits any more, so that whoever is told can upload again at once', async () => {
    const world = await IngestWorld.create();
    const waiting = watchWaiting(world);

    await ingestUpload(world.upload('text'), world.deps);

    expect(waiting).toEqual([0]);
  });

  it.each([
    ['a file that is none', 'text', 60],
    ['an upload that ended too late', 'good', 3000],
  ])(
    'is sent once, and not before the file is gone, when it could not be deleted at first: %s',
    async (_case, body, at) => {
      const world = await IngestWorld.create();
      const waiting = watchWaiting(world);
      const upload = world.upload(body, at);
      const broken = intercept(world.staged, { remove: () => Promise.reject(new Error('SlowDown')) });
      await expect(ingestUpload(upload, { ...world.deps, staged: broken })).rejects.toThrow('SlowDown');

      const outcome = await ingestUpload(upload, world.deps);

      expect(waiting).toEqual([0]);
      expect(outcome).toEqual({ kind: 'discarded', reason: 'already-handled', announced: true });
      expect(await world.record()).toMatchObject({ uploadError: { code: expect.any(Number) } });
      expect(await world.record()).not.toHaveProperty('unsentEvent');
    },
  );

  it('is owed no more when the draft shows why the upload was refused', async () => {
    const world = await IngestWorld.create();
    const options = { deliveryBaseUrl: 'https://img.example.net', variants: [] };
    const shown = async () => {
      const record = await world.record();
      return record && renderImage(record, options).uploadError;
    };
    const upload = world.upload('text');
    await expect(ingestUpload(upload, { ...world.deps, events: brokenEvents })).rejects.toThrow();

    const before = await shown();
    await ingestUpload(upload, world.deps);

    expect(before).toBeUndefined();
    expect(await shown()).toMatchObject({ code: 5455 });
    expect(world.events.sent).toMatchObject([{ type: 'image.upload_failed', error: { code: 5455 } }]);
  });

  it.each([
    ['a file that is none', 'text', 60, 8],
    ['an upload that ended too late', 'good', 3000, 8],
  ])(
    'is sent at least once and always the same for %s, wherever ingest dies',
    async (_case, body, at, calls) => {
      for (const crash of CRASHES) {
        const world = await IngestWorld.create();
        const waiting = watchWaiting(world);

        const died = await dieAndRetry(world, world.upload(body, at), crash);

        expect(new Set(waiting)).toEqual(new Set([0]));
        expect({ crash, died }).toEqual({ crash, died: crash.atCall <= calls });
        expect(idsOf(world.events.sent).size).toBe(1);
        expect(world.events.sent[0]).toMatchObject({ type: 'image.upload_failed' });
        expect(await world.record()).not.toHaveProperty('unsentEvent');
        expect(world.staged.objects.size).toBe(0);
      }
    },
  );

  it('is sent wherever ingest dies for an upload that was swept before it was handled', async () => {
    for (const crash of CRASHES) {
      const world = await IngestWorld.create();
      const upload = world.upload('good');
      world.staged.objects.clear();

      await dieAndRetry(world, upload, crash);

      expect([...idsOf(world.events.sent)]).toHaveLength(1);
      expect(world.events.sent[0]).toMatchObject({
        type: 'image.upload_failed',
        error: { message: expect.stringContaining('upload it again') },
      });
      expect(await world.record()).not.toHaveProperty('unsentEvent');
    }
  });

  it('is sent by a second delivery of the message when the first one died, also if both began at once', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('good');
    world.staged.objects.clear();
    const staged = intercept(world.staged, {
      read: async () => {
        const first = ingestUpload(upload, { ...world.deps, events: brokenEvents });
        await expect(first).rejects.toThrow();
        return undefined;
      },
    });

    const outcome = await ingestUpload(upload, { ...world.deps, staged });

    expect(outcome).toEqual({ kind: 'discarded', reason: 'already-handled', announced: true });
    expect(world.events.sent).toMatchObject([{ type: 'image.upload_failed' }]);
  });

  it('is sent by a redrive although the object was swept since', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('text');
    await expect(ingestUpload(upload, { ...world.deps, events: brokenEvents })).rejects.toThrow();
    world.staged.objects.clear();

    await ingestUpload(upload, world.deps);

    expect(world.events.sent).toMatchObject([{ type: 'image.upload_failed', error: { code: 5455 } }]);
  });

  it('is not lost when a better upload overwrites the file before it was sent', async () => {
    const world = await IngestWorld.create();
    const bad = world.upload('text');
    await expect(ingestUpload(bad, { ...world.deps, events: brokenEvents })).rejects.toThrow();

    await ingestUpload(world.upload('good', 70), world.deps);

    expect(world.events.sent.map(({ type }) => type)).toEqual(['image.upload_failed', 'image.uploaded']);
  });

  it('is not lost either when the file that was refused could not be deleted before', async () => {
    const world = await IngestWorld.create();
    const bad = world.upload('text');
    const broken = intercept(world.staged, { remove: () => Promise.reject(new Error('SlowDown')) });
    await expect(ingestUpload(bad, { ...world.deps, staged: broken })).rejects.toThrow('SlowDown');
    const good = world.upload('good', 70);

    const outcomes = [await ingestUpload(bad, world.deps), await ingestUpload(good, world.deps)];

    expect(outcomes.map(({ kind }) => kind)).toEqual(['published', 'discarded']);
    expect(world.events.sent.map(({ type }) => type)).toEqual(['image.upload_failed', 'image.uploaded']);
  });

  it('is another one for the same file sent again, and the same one when its message comes again', async () => {
    const world = await IngestWorld.create();
    const first = world.upload('text', 60);
    await ingestUpload(first, world.deps);
    await ingestUpload(first, world.deps);

    await ingestUpload(world.upload('text', 65), world.deps);

    expect(world.events.sent).toHaveLength(2);
    expect(idsOf(world.events.sent).size).toBe(2);
  });

  it('is not sent when another upload was published meanwhile', async () => {
    const world = await IngestWorld.create();
    const images = intercept(world.images, {
      recordRefusal: async (...args) => {
        await ingestUpload(world.upload('good', 61), world.deps);
        await world.images.recordRefusal(...args);
      },
    });

    await ingestUpload(world.upload('text'), { ...world.deps, images });

    expect(world.events.sent.map(({ type }) => type)).toEqual(['image.uploaded']);
  });
});
