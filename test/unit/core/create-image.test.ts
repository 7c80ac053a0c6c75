import { accountHash } from '../../../lambdas/core/account';
import {
  type CreateImageDeps,
  type CreateImageRequest,
  createImage,
} from '../../../lambdas/core/create-image';
import { fetchFailed, tooManyRequests } from '../../../lambdas/core/errors';
import { imageKey, publishedPrefix } from '../../../lambdas/core/keys';
import { ACCOUNT, draftOf, NOW, NOW_SECONDS } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { InMemoryPublishedObjects } from '../../support/in-memory/in-memory-published-objects';
import { InMemoryStagedUploads } from '../../support/in-memory/in-memory-staged-uploads';
import { textInspector } from '../../support/text-inspector';

const ID = '11111111-2222-4333-8444-555555555555';
const NONCE = 'BBBBBBBBBBBBBBBBBBBBBB';
const GOOD = { body: Buffer.from('good bytes'), filename: 'dir/cat.jpg' };
const BAD = { body: Buffer.from('bad bytes'), filename: 'cat.jpg' };
const refOf = (id: string) => ({ accountHash: accountHash(ACCOUNT), imageKey: imageKey(id) });

const setUp = (overrides: Partial<CreateImageDeps> = {}) => {
  const images = new InMemoryImages();
  const objects = new InMemoryPublishedObjects();
  const fetched: string[] = [];
  const cleanupFailures: unknown[] = [];
  const deps: CreateImageDeps = {
    images,
    objects,
    staged: new InMemoryStagedUploads(),
    inspector: textInspector,
    source: {
      fetch: async (url) => {
        fetched.push(url);
        return { body: Buffer.from('good from afar'), filename: 'far.png' };
      },
    },
    clock: () => NOW,
    newId: () => ID,
    newNonce: () => NONCE,
    maxUploadBytes: 20,
    onCleanupFailure: (error) => cleanupFailures.push(error),
    ...overrides,
  };
  const create = (request: Omit<CreateImageRequest, 'accountId'>) =>
    createImage({ accountId: ACCOUNT, ...request }, deps);
  return { images, objects, fetched, cleanupFailures, create };
};

describe('creating an image', () => {
  it('publishes the file with everything the caller said, and answers with no draft', async () => {
    const { images, objects, create } = setUp();

    const image = await create({ file: GOOD, metadata: { a: 1 }, creator: 'me', requireSignedURLs: true });

    expect(image).toEqual({
      accountId: ACCOUNT,
      id: ID,
      uploaded: NOW.toISOString(),
      requireSignedURLs: true,
      meta: { a: 1 },
      creator: 'me',
      filename: 'cat.jpg',
      file: expect.objectContaining({ contentType: 'image/jpeg', bytes: 10 }),
      objectKey: expect.stringContaining(publishedPrefix({ ...refOf(ID), nonce: NONCE })),
    });
    expect(images.records.get(`${accountHash(ACCOUNT)}/${imageKey(ID)}`)).toEqual(image);
    expect(objects.objects.get(image.objectKey)?.body).toEqual(GOOD.body);
  });

  it('publishes what it fetches, named by the URL', async () => {
    const { fetched, create } = setUp();

    const image = await create({ url: 'https://a.example/far.png', id: 'a/b' });

    expect(image).toMatchObject({ id: 'a/b', filename: 'far.png', file: { bytes: 14 } });
    expect(fetched).toEqual(['https://a.example/far.png']);
  });

  it('holds the id for two minutes while it works, and no upload URL of it exists', async () => {
    const seen: unknown[] = [];
    const images = new InMemoryImages();
    const { create } = setUp({
      images,
      source: {
        fetch: async () => {
          seen.push(await images.find(refOf('cat')));
          return { body: GOOD.body, filename: null };
        },
      },
    });

    const image = await create({ url: 'https://a.example/', id: 'cat' });

    expect(seen).toEqual([expect.objectContaining({ draft: true, expiresAtSeconds: NOW_SECONDS + 120 })]);
    expect(image.filename).toBeNull();
  });

  it.each<[Omit<CreateImageRequest, 'accountId'>, string]>([
    [{}, 'invalid-request'],
    [{ file: GOOD, url: 'https://a.example/' }, 'invalid-request'],
    [{ file: GOOD, id: '/cat' }, 'invalid-custom-id'],
    [{ file: GOOD, id: 'cat', requireSignedURLs: true }, 'custom-id-cannot-be-private'],
    [{ file: GOOD, creator: 'x'.repeat(1025) }, 'invalid-request'],
  ])('stores and fetches nothing when it refuses the request itself: %j', async (request, code) => {
    const { images, objects, fetched, create } = setUp();

    await expect(create(request)).rejects.toMatchObject({ code });

    expect([images.records.size, objects.objects.size, fetched.length]).toEqual([0, 0, 0]);
  });

  it('fetches nothing for an id that is taken, and leaves its owner alone', async () => {
    const { images, fetched, create } = setUp();
    const taken = draftOf({ id: 'cat' });
    await images.createDraft(taken);

    await expect(create({ url: 'https://a.example/', id: 'cat' })).rejects.toMatchObject({
      code: 'already-exists',
    });

    expect(fetched).toEqual([]);
    await expect(images.find(refOf('cat'))).resolves.toEqual(taken);
  });

  it.each<[string, Omit<CreateImageRequest, 'accountId'>, Partial<CreateImageDeps>, string]>([
    ['is no image', { file: BAD }, {}, 'unsupported-format'],
    ['is too large', { file: { body: Buffer.alloc(21, 'good') } }, {}, 'too-large'],
    [
      'cannot be fetched',
      { url: 'https://a.example/' },
      { source: { fetch: () => Promise.reject(fetchFailed('gone')) } },
      'fetch-failed',
    ],
  ])('frees the id at once when the file %s', async (_what, request, deps, code) => {
    const { images, objects, create } = setUp(deps);

    await expect(create({ id: 'cat', ...request })).rejects.toMatchObject({ code });

    expect([images.records.size, objects.objects.size]).toEqual([0, 0]);
    await expect(images.find(refOf('cat'))).resolves.toBeUndefined();
  });
});

describe('creating an image while things fail', () => {
  class FailingImages extends InMemoryImages {
    constructor(private readonly failing: 'publish' | 'throttled' | 'cancelDraft' | 'answer') {
      super();
    }

    override async publish(...args: Parameters<InMemoryImages['publish']>) {
      if (this.failing === 'publish') throw new Error('table out of reach');
      if (this.failing === 'throttled') throw tooManyRequests();
      const result = await super.publish(...args);
      return this.failing === 'answer' ? 'lost' : result;
    }

    override async cancelDraft(...args: Parameters<InMemoryImages['cancelDraft']>) {
      if (this.failing === 'cancelDraft') throw new Error('table out of reach');
      return super.cancelDraft(...args);
    }
  }

  it('leaves neither a draft nor bytes when the table fails at the end', async () => {
    const images = new FailingImages('publish');
    const { objects, create } = setUp({ images });

    await expect(create({ file: GOOD, id: 'cat' })).rejects.toThrow('table out of reach');

    expect([images.records.size, objects.objects.size]).toEqual([0, 0]);
  });

  it('leaves neither a draft nor bytes when the table throttles at the end', async () => {
    const images = new FailingImages('throttled');
    const { objects, create } = setUp({ images });

    await expect(create({ file: GOOD, id: 'cat' })).rejects.toMatchObject({ code: 'too-many-requests' });

    expect([images.records.size, objects.objects.size]).toEqual([0, 0]);
  });

  it('takes at most 4 MiB in the request, and names direct_upload for more', async () => {
    const { create } = setUp({ maxUploadBytes: 100_000_000 });
    const bytes = (size: number) => Buffer.concat([Buffer.from('good'), Buffer.alloc(size - 4)]);

    await expect(create({ file: { body: bytes(4 * 1024 * 1024) } })).resolves.toMatchObject({ id: ID });

    await expect(create({ id: 'cat', file: { body: bytes(4 * 1024 * 1024 + 1) } })).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(/4194304 bytes; upload larger ones by direct_upload$/),
    });
  });

  it('tells why the file was refused also when the draft cannot be removed; it expires', async () => {
    const images = new FailingImages('cancelDraft');
    const { create, cleanupFailures } = setUp({ images });

    await expect(create({ file: BAD, id: 'cat' })).rejects.toMatchObject({ code: 'unsupported-format' });

    expect(cleanupFailures).toEqual([expect.objectContaining({ message: 'table out of reach' })]);

    await expect(images.find(refOf('cat'))).resolves.toMatchObject({ expiresAtSeconds: NOW_SECONDS + 120 });
  });

  it('answers with the image when only the answer of the table was lost', async () => {
    const { objects, create } = setUp({ images: new FailingImages('answer') });

    const image = await create({ file: GOOD, id: 'cat' });

    expect(image).toMatchObject({ id: 'cat', filename: 'cat.jpg' });
    expect(objects.objects.has(image.objectKey)).toBe(true);
  });

  it('says that the image is not there when somebody deleted it meanwhile, and leaves no bytes', async () => {
    const images = new InMemoryImages();
    const { objects, create } = setUp({
      images,
      source: {
        fetch: async () => {
          await images.delete(refOf('cat'));
          return { body: GOOD.body, filename: null };
        },
      },
    });

    await expect(create({ url: 'https://a.example/', id: 'cat' })).rejects.toMatchObject({
      code: 'image-not-found',
    });

    expect([images.records.size, objects.objects.size]).toEqual([0, 0]);
  });

  it('never takes away what was minted for the id after it was deleted', async () => {
    const images = new InMemoryImages();
    const later = draftOf({ id: 'cat' });
    const { create } = setUp({
      images,
      source: {
        fetch: async () => {
          await images.delete(refOf('cat'));
          await images.createDraft(later);
          throw fetchFailed('gone');
        },
      },
    });

    await expect(create({ url: 'https://a.example/', id: 'cat' })).rejects.toMatchObject({
      code: 'fetch-failed',
    });

    await expect(images.find(refOf('cat'))).resolves.toEqual(later);
  });
});
