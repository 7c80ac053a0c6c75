import { stagingKey } from '../../../lambdas/core/keys';
import { storeDraft } from '../../../lambdas/core/store-draft';
import { ACCOUNT, draftOf, publishedOf } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { InMemoryStagedUploads } from '../../support/in-memory/in-memory-staged-uploads';

const former = draftOf({ id: 'cat' });
const draft = draftOf({ id: 'cat', nonce: 'CCCCCCCCCCCCCCCCCCCCCC' });
const expired = (milliseconds: number) => new Date(former.expiresAtSeconds * 1000 + milliseconds);

const setUp = async () => {
  const images = new InMemoryImages();
  const staged = new InMemoryStagedUploads();
  await images.createDraft(former);
  const upload = () =>
    staged.write(stagingKey(ACCOUNT, former.id, former.nonce), { body: Buffer.from('good') });
  const store = (now: Date) => storeDraft(draft, now, { images, staged });
  const holder = () => [...images.records.values()];
  return { images, upload, store, holder };
};

describe('storing a draft under an id that a draft has', () => {
  it('is refused until that one expires', async () => {
    const { store, holder } = await setUp();

    await expect(store(expired(-1))).rejects.toMatchObject({ code: 'already-exists' });
    expect(holder()).toEqual([former]);
  });

  it('replaces it from its expiry on', async () => {
    const { store, holder } = await setUp();

    await store(expired(0));

    expect(holder()).toEqual([draft]);
  });

  it('is refused while an upload that was accepted in time waits to be published', async () => {
    const { upload, store, holder } = await setUp();
    upload();

    await expect(store(expired(899_999))).rejects.toMatchObject({ code: 'already-exists' });
    expect(holder()).toEqual([former]);
  });

  it('replaces it past the grace, whatever waits', async () => {
    const { upload, store, holder } = await setUp();
    upload();

    await store(expired(900_000));

    expect(holder()).toEqual([draft]);
  });

  it('is refused when an upload is published between the look at it and the write', async () => {
    const { images, holder } = await setUp();
    const exists = async () => {
      await images.publish(former, publishedOf(former));
      return false;
    };

    const storing = storeDraft(draft, expired(1_000), { images, staged: { exists } });

    await expect(storing).rejects.toMatchObject({ code: 'already-exists' });
    expect(holder()).toEqual([publishedOf(former)]);
  });

  it('goes to one of two who want it at once', async () => {
    const { images, store, holder } = await setUp();
    const other = draftOf({ id: 'cat', nonce: 'DDDDDDDDDDDDDDDDDDDDDD' });
    const staged = new InMemoryStagedUploads();

    const outcomes = await Promise.allSettled([
      store(expired(0)),
      storeDraft(other, expired(0), { images, staged }),
    ]);

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(holder()).toHaveLength(1);
  });
});

it('a draft is refused under the id of an image', async () => {
  const { images, store } = await setUp();
  await images.publish(former, publishedOf(former));

  await expect(store(expired(1e12))).rejects.toMatchObject({ code: 'already-exists' });
});

it('a draft that is stored already is stored', async () => {
  const images = new InMemoryImages();
  await images.createDraft(draft);

  await expect(
    storeDraft(draft, new Date(0), { images, staged: new InMemoryStagedUploads() }),
  ).resolves.toBeUndefined();
});
