import { ingestUpload, type StagedUpload } from '../../../lambdas/core/ingest-upload';
import type { PublishedObjects } from '../../../lambdas/core/ports';
import { secondsLater } from '../../support/image-fixtures';
import { IngestWorld } from '../../support/ingest-world';

/** How long the queue waits before it delivers a message again. */
const BETWEEN_DELIVERIES_SECONDS = 360;

let world: IngestWorld;
let nowSeconds: number;

beforeEach(async () => {
  nowSeconds = 90;
  world = await IngestWorld.create({}, { clock: () => secondsLater(nowSeconds) });
});

/** A delivery in which the inspection ends the function: nothing after it is ever done. */
const dieInspecting = (upload: StagedUpload, deliveries: number): Promise<void> =>
  new Promise((died, reject) => {
    const inspect = () => {
      died();
      return new Promise<never>(() => undefined);
    };
    ingestUpload({ ...upload, deliveries }, { ...world.deps, inspector: { inspect } }).catch(reject);
  });

const dieTimes = async (upload: StagedUpload, times: number): Promise<void> => {
  for (let delivery = 1; delivery <= times; delivery += 1) {
    await dieInspecting(upload, delivery);
    nowSeconds += BETWEEN_DELIVERIES_SECONDS;
  }
};

describe('a file that ends the function whenever it is inspected', () => {
  it('is refused at the fourth delivery without another look, and its owner is told', async () => {
    const upload = world.upload('good, but deadly');
    await dieTimes(upload, 3);
    const inspect = jest.fn();

    const outcome = await ingestUpload(
      { ...upload, deliveries: 4 },
      { ...world.deps, inspector: { inspect } },
    );

    expect(outcome).toMatchObject({
      kind: 'refused',
      refusal: { code: 9422, message: 'error during decoding: the file could not be processed' },
    });
    expect(inspect).not.toHaveBeenCalled();
    expect(await world.record()).toMatchObject({ uploadError: { code: 9422 } });
    expect(world.events.sent).toMatchObject([{ type: 'image.upload_failed' }]);
    expect([...world.staged.objects.keys()]).toEqual([]);
  });

  it('stands in the way of no other that replaces it', async () => {
    await dieTimes(world.upload('good, but deadly'), 3);

    const outcome = await ingestUpload({ ...world.upload('good'), deliveries: 4 }, world.deps);

    expect(outcome.kind).toBe('published');
    expect(await world.record()).not.toHaveProperty('begunInspections');
  });

  it('is tried in full again when it is redriven', async () => {
    const upload = world.upload('good by now');
    await dieTimes(upload, 3);

    const outcome = await ingestUpload({ ...upload, deliveries: 1 }, world.deps);

    expect(outcome.kind).toBe('published');
  });
});

describe('a good file', () => {
  it('is published whatever failed before, as long as its inspection ended', async () => {
    const upload = world.upload('good');
    const broken: PublishedObjects = Object.assign(Object.create(world.objects), {
      put: () => Promise.reject(new Error('SlowDown')),
    });
    for (let deliveries = 1; deliveries <= 5; deliveries += 1) {
      const attempt = ingestUpload({ ...upload, deliveries }, { ...world.deps, objects: broken });
      await expect(attempt).rejects.toThrow('SlowDown');
      nowSeconds += BETWEEN_DELIVERIES_SECONDS;
    }

    const outcome = await ingestUpload({ ...upload, deliveries: 6 }, world.deps);

    expect(outcome.kind).toBe('published');
  });

  it('is published when the function died of something else twice before', async () => {
    const upload = world.upload('good');
    await dieTimes(upload, 2);

    const outcome = await ingestUpload({ ...upload, deliveries: 3 }, world.deps);

    expect(outcome.kind).toBe('published');
  });

  it('is not refused while other deliveries of it are being inspected', async () => {
    const upload = world.upload('good');
    for (const deliveries of [2, 3, 4]) await dieInspecting(upload, deliveries);

    const outcome = await ingestUpload({ ...upload, deliveries: 5 }, world.deps);

    expect(outcome.kind).toBe('published');
  });

  it('costs no write when it is inspected at its first delivery', async () => {
    const record = jest.spyOn(world.images, 'recordInspections');

    await ingestUpload(world.upload('good'), world.deps);

    expect(record).not.toHaveBeenCalled();
  });
});

describe('a file that is refused when it is delivered again', () => {
  it('leaves no inspection behind', async () => {
    await ingestUpload({ ...world.upload('text'), deliveries: 2 }, world.deps);

    expect(await world.record()).toMatchObject({ uploadError: { code: 5455 } });
    expect(await world.record()).not.toHaveProperty('begunInspections');
  });
});
