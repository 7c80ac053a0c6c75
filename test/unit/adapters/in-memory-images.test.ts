import { accountHash } from '../../../lambdas/core/account';
import { imageKey } from '../../../lambdas/core/keys';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { describeImageIndex } from '../../support/ports/image-index-behaviour';
import { describeImageRepository } from '../../support/ports/image-repository-behaviour';

describe('images in memory', () => {
  describeImageRepository(async () => {
    const images = new InMemoryImages();
    return {
      images,
      setCreator: async (draft, creator) => {
        const key = `${accountHash(draft.accountId)}/${imageKey(draft.id)}`;
        const { creator: _old, ...rest } = draft;
        images.records.set(key, creator === undefined ? rest : { ...rest, creator });
      },
    };
  });

  describeImageIndex(async () => {
    const images = new InMemoryImages();
    return { images, index: images };
  });
});
