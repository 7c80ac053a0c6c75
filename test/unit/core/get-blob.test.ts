import { type GetBlobDeps, getBlob } from '../../../lambdas/core/get-blob';
import { ACCOUNT, draftOf, NOW, publishedOf } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';

const setUp = async (bytes: number, stored: Buffer | undefined = Buffer.from('original')) => {
  const images = new InMemoryImages();
  const draft = draftOf({ id: 'cat' });
  const image = publishedOf(draft);
  await images.createDraft(draft);
  await images.publish(draft, { ...image, file: { ...image.file, bytes } });
  const links: number[] = [];
  const deps: GetBlobDeps = {
    images,
    staged: { exists: async () => false },
    objects: { get: async (key) => (key === image.objectKey ? stored : undefined) },
    links: {
      linkTo: async (_image, seconds) => {
        links.push(seconds);
        return 'https://bucket.example.net/link';
      },
    },
    clock: () => NOW,
  };
  return { deps, links, images };
};

describe('the original of an image', () => {
  it('is answered as it is stored', async () => {
    const { deps, links } = await setUp(4_000_000);

    await expect(getBlob(ACCOUNT, 'cat', deps)).resolves.toMatchObject({ body: Buffer.from('original') });
    expect(links).toEqual([]);
  });

  it('is linked for a minute when it is too large for an answer', async () => {
    const { deps, links } = await setUp(4_000_001);

    await expect(getBlob(ACCOUNT, 'cat', deps)).resolves.toMatchObject({
      location: 'https://bucket.example.net/link',
    });
    expect(links).toEqual([60]);
  });

  it('is not there for a draft, another account or an unknown id', async () => {
    const { deps, images } = await setUp(1);
    await images.createDraft(draftOf({ id: 'draft' }));

    for (const [account, id] of [
      [ACCOUNT, 'draft'],
      ['account-2', 'cat'],
      [ACCOUNT, 'dog'],
    ] as const) {
      await expect(getBlob(account, id, deps)).rejects.toMatchObject({ code: 'image-not-found' });
    }
  });
});
