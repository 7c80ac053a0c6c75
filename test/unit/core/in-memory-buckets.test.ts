import { InMemoryPublishedObjects } from '../../support/in-memory/in-memory-published-objects';
import { InMemoryStagedUploads } from '../../support/in-memory/in-memory-staged-uploads';
import { describePublishedObjects } from '../../support/ports/published-objects-behaviour';
import { describeStagedUploads } from '../../support/ports/staged-uploads-behaviour';

describe('a staging bucket in memory', () => {
  describeStagedUploads(async () => {
    const staged = new InMemoryStagedUploads();
    return { staged, write: async (key, write) => staged.write(key, write) };
  });
});

describe('an images bucket in memory', () => {
  describePublishedObjects(async () => new InMemoryPublishedObjects());
});
