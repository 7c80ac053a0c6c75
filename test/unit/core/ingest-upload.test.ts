import { isDraft, type PublishedImage } from '../../../lambdas/core/image';
import { ingestUpload } from '../../../lambdas/core/ingest-upload';
import { publishedPrefix } from '../../../lambdas/core/keys';
import { draftOf, secondsLater } from '../../support/image-fixtures';
import { IngestWorld, targetOf } from '../../support/ingest-world';
import { intercept } from '../../support/intercept';

const publishedRecord = async (world: IngestWorld): Promise<PublishedImage> => {
  const record = await world.record();
  if (!record || isDraft(record)) throw new Error('nothing was published');
  return record;
};

const uploadError = async (world: IngestWorld) => {
  const record = await world.record();
  return record && isDraft(record) ? record.uploadError : undefined;
};

describe('ingesting an upload', () => {
  it('publishes the checked bytes and removes the staged ones', async () => {
    const world = await IngestWorld.create({ creator: 'ann', meta: { k: 'v' } });
    const upload = world.upload({ body: Buffer.from('good picture'), filename: 'dir/cat.jpg' });

    const outcome = await ingestUpload(upload, world.deps);

    const record = await publishedRecord(world);
    expect(outcome).toMatchObject({ kind: 'published', draftToPublishedSeconds: 90 });
    expect(record).toMatchObject({
      filename: 'cat.jpg',
      creator: 'ann',
      meta: { k: 'v' },
      uploaded: world.draft.uploaded,
    });
    expect(world.objects.objects.get(record.objectKey)).toEqual({
      body: Buffer.from('good picture'),
      contentType: 'image/jpeg',
    });
    expect(world.staged.objects.size).toBe(0);
  });

  it('publishes what the inspector returned, not what was uploaded', async () => {
    const world = await IngestWorld.create();
    const { inspect } = world.deps.inspector;
    const sanitised = { inspect: async () => inspect(Buffer.from('good after sanitising')) };

    await ingestUpload(world.upload('anything'), { ...world.deps, inspector: sanitised });

    const { objectKey } = await publishedRecord(world);
    expect(world.objects.objects.get(objectKey)?.body.toString()).toBe('good after sanitising');
  });

  it('never puts the nonce into the published key', async () => {
    const world = await IngestWorld.create();

    await ingestUpload(world.upload('good'), world.deps);

    expect((await publishedRecord(world)).objectKey).not.toContain(world.draft.nonce);
  });

  it('records why a file was refused, removes it and leaves the URL usable', async () => {
    const world = await IngestWorld.create();

    const outcome = await ingestUpload(world.upload('text'), world.deps);
    const second = await ingestUpload(world.upload('good'), world.deps);

    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 5455 } });
    expect(second.kind).toBe('published');
    expect(await publishedRecord(world)).not.toHaveProperty('uploadError');
  });

  it('shows the refusal on the draft', async () => {
    const world = await IngestWorld.create();

    await ingestUpload(world.upload('text'), world.deps);

    expect(await uploadError(world)).toMatchObject({ code: 5455 });
    expect(world.staged.objects.size).toBe(0);
    expect(world.objects.objects.size).toBe(0);
  });

  it.each([
    ['an object that is larger than any multipart body may be', Buffer.alloc(1000 + 64 * 1024 + 1, 'good')],
    ['a file that is one byte too large', Buffer.alloc(1001, 'good')],
  ])('refuses %s with 7011', async (_case, body) => {
    const world = await IngestWorld.create();

    const outcome = await ingestUpload(world.upload({ body }), world.deps);

    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 7011 } });
    expect(world.staged.objects.size).toBe(0);
  });

  it('publishes a file of exactly the limit', async () => {
    const world = await IngestWorld.create();

    const outcome = await ingestUpload(world.upload({ body: Buffer.alloc(1000, 'good') }), world.deps);

    expect(outcome.kind).toBe('published');
  });

  it('checks the extracted file, with the name of its part', async () => {
    const extractor = { extract: async () => ({ body: Buffer.from('good part'), filename: 'part.png' }) };
    const world = await IngestWorld.create({}, { extractor });

    await ingestUpload(world.upload('--multipart--'), world.deps);

    expect(await publishedRecord(world)).toMatchObject({ filename: 'part.png', file: { bytes: 9 } });
  });

  it('publishes an upload that completed within the grace', async () => {
    const world = await IngestWorld.create();

    const outcome = await ingestUpload(world.upload('good', 1800 + 899), world.deps);

    expect(outcome.kind).toBe('published');
  });

  it('publishes an upload that was in time although its event comes a week later', async () => {
    const world = await IngestWorld.create({}, { clock: () => secondsLater(7 * 86_400) });

    const outcome = await ingestUpload(world.upload('good', 1799), world.deps);

    expect(outcome.kind).toBe('published');
  });

  it('refuses an upload that completed after the grace, with a reason', async () => {
    const world = await IngestWorld.create();

    const outcome = await ingestUpload(world.upload('good', 1800 + 900), world.deps);

    expect(outcome).toMatchObject({ refusal: { code: 5400, message: 'The upload URL has expired' } });
    expect(world.staged.objects.size).toBe(0);
  });

  it.each([
    ['cancelled', async (world: IngestWorld) => void (await world.images.delete(targetOf(world.draft)))],
    [
      'minted again',
      async (world: IngestWorld) => {
        await world.images.delete(targetOf(world.draft));
        await world.images.createDraft(draftOf({ nonce: 'BBBBBBBBBBBBBBBBBBBBBB' }));
      },
    ],
  ])('discards an upload whose URL was %s', async (_case, kill) => {
    const world = await IngestWorld.create();
    const upload = world.upload('good');
    await kill(world);

    const outcome = await ingestUpload(upload, world.deps);

    expect(outcome).toEqual({ kind: 'discarded', reason: 'dead-url', announced: false });
    expect(world.staged.objects.size).toBe(0);
    expect(world.objects.objects.size).toBe(0);
  });

  it('keeps a published image when its staging object is written again', async () => {
    const world = await IngestWorld.create();
    await ingestUpload(world.upload('good first'), world.deps);
    const before = await publishedRecord(world);

    const outcome = await ingestUpload(world.upload('good second'), world.deps);

    expect(outcome).toEqual({ kind: 'discarded', reason: 'dead-url', announced: false });
    expect(await publishedRecord(world)).toEqual(before);
    expect([...world.objects.objects.keys()]).toEqual([before.objectKey]);
    expect(world.staged.objects.size).toBe(0);
  });

  it('does nothing more when the event of a published upload comes again', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('good');
    await ingestUpload(upload, world.deps);

    const outcome = await ingestUpload(upload, world.deps);

    expect(outcome.kind).toBe('discarded');
    expect(world.objects.objects.size).toBe(1);
  });

  it('keeps the reason when the event of a refused upload comes again', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('text');
    await ingestUpload(upload, world.deps);

    const outcome = await ingestUpload(upload, world.deps);

    expect(outcome).toEqual({ kind: 'discarded', reason: 'already-handled', announced: false });
    expect(await uploadError(world)).toMatchObject({ code: 5455 });
  });

  it('tells the owner of an upload that was swept before it was handled', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('good');
    world.staged.objects.clear();

    const outcome = await ingestUpload(upload, world.deps);

    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 5400 } });
    expect(await uploadError(world)).toMatchObject({ message: expect.stringContaining('upload it again') });
  });
});

describe('ingesting uploads that overtake each other', () => {
  it('leaves a good upload that overwrote a refused one for its own event', async () => {
    const world = await IngestWorld.create();
    const bad = world.upload('text');
    const images = intercept(world.images, {
      recordRefusal: async (draft, refusal, event) => {
        await world.images.recordRefusal(draft, refusal, event);
        world.upload('good');
      },
    });

    await ingestUpload(bad, { ...world.deps, images });
    const outcome = await ingestUpload(bad, world.deps);

    expect(outcome.kind).toBe('published');
  });

  it('removes the bytes of the upload that lost, and only those', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('good loser');
    const objects = intercept(world.objects, {
      put: async (key, body, contentType) => {
        await world.objects.put(key, body, contentType);
        world.upload('good winner');
        await ingestUpload(upload, world.deps);
      },
    });

    const outcome = await ingestUpload(upload, { ...world.deps, objects });

    expect(outcome).toEqual({ kind: 'discarded', reason: 'lost-race', announced: false });
    const { objectKey } = await publishedRecord(world);
    expect([...world.objects.objects]).toEqual([
      [objectKey, { body: Buffer.from('good winner'), contentType: 'image/jpeg' }],
    ]);
  });

  it('spares the winner when the loser holds the same content', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('good twin');
    const images = intercept(world.images, {
      publish: async (draft, image) => {
        await world.images.publish(draft, image);
        return world.images.publish(draft, image);
      },
    });

    const outcome = await ingestUpload(upload, { ...world.deps, images });

    expect(outcome.kind).toBe('discarded');
    const { objectKey } = await publishedRecord(world);
    expect([...world.objects.objects.keys()]).toEqual([objectKey]);
  });

  it('removes what a crashed attempt left when the draft was cancelled since', async () => {
    const world = await IngestWorld.create();
    const upload = world.upload('good');
    await world.objects.put(
      `${publishedPrefix(targetOf(world.draft))}${'0'.repeat(64)}`,
      Buffer.from('good'),
      'image/jpeg',
    );
    await world.images.delete(targetOf(world.draft));

    await ingestUpload(upload, world.deps);

    expect(world.objects.objects.size).toBe(0);
  });
});

describe('a fault that is not the upload’s own', () => {
  it.each([
    ['find', 'images'],
    ['publish', 'images'],
    ['recordRefusal', 'images'],
    ['read', 'staged'],
    ['remove', 'staged'],
    ['put', 'objects'],
  ] as const)('of %s is thrown, so that the event is delivered again', async (method, port) => {
    const world = await IngestWorld.create();
    const upload = world.upload(method === 'recordRefusal' ? 'text' : 'good');
    const broken = intercept<object>(world[port], {
      [method]: () => Promise.reject(new Error('SlowDown')),
    });

    const attempt = ingestUpload(upload, { ...world.deps, [port]: broken });

    await expect(attempt).rejects.toThrow('SlowDown');
    const retry = await ingestUpload(upload, world.deps);
    expect(retry.kind).toBe(
      method === 'remove' ? 'discarded' : method === 'recordRefusal' ? 'refused' : 'published',
    );
  });
});
