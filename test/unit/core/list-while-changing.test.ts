import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { describeListWalk } from '../../support/ports/list-walk-behaviour';

describe('images in memory', () => {
  describeListWalk(
    async () => {
      const images = new InMemoryImages();
      return { images, index: images };
    },
    { images: 250, walks: 40 },
  );
});
