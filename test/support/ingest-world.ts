import { accountHash } from '../../lambdas/core/account';
import type { Draft, Image } from '../../lambdas/core/image';
import type { IngestDeps, StagedUpload } from '../../lambdas/core/ingest-upload';
import { imageKey, stagingKey, type UploadTarget } from '../../lambdas/core/keys';
import { draftOf, secondsLater } from './image-fixtures';
import { InMemoryImages } from './in-memory/in-memory-images';
import { InMemoryPublishedObjects } from './in-memory/in-memory-published-objects';
import { InMemorySettings } from './in-memory/in-memory-settings';
import { InMemoryStagedUploads, type StagedWrite } from './in-memory/in-memory-staged-uploads';
import { RecordingImageEvents } from './in-memory/recording-image-events';
import { textInspector } from './text-inspector';

/** What the staging key of an upload to a draft says. */
export const targetOf = (draft: Draft): UploadTarget => ({
  accountHash: accountHash(draft.accountId),
  imageKey: imageKey(draft.id),
  nonce: draft.nonce,
});

/** Buckets and records in memory, with what ingest needs of them. */
export class IngestWorld {
  readonly images = new InMemoryImages();
  readonly staged = new InMemoryStagedUploads();
  readonly objects = new InMemoryPublishedObjects();
  readonly settings = new InMemorySettings();
  readonly events = new RecordingImageEvents();
  readonly draft: Draft;
  readonly deps: IngestDeps;

  constructor(draft: Partial<Draft> = {}, overrides: Partial<IngestDeps> = {}) {
    this.draft = draftOf(draft);
    this.deps = {
      images: this.images,
      staged: this.staged,
      objects: this.objects,
      settings: this.settings,
      events: this.events,
      deliveryBaseUrl: 'https://img.example.net',
      inspector: textInspector,
      extractor: { extract: async (upload) => upload },
      clock: () => secondsLater(90),
      maxUploadBytes: 1000,
      ...overrides,
    };
  }

  /** A world whose draft has been minted. */
  static async create(draft: Partial<Draft> = {}, overrides: Partial<IngestDeps> = {}): Promise<IngestWorld> {
    const world = new IngestWorld(draft, overrides);
    await world.images.createDraft(world.draft);
    return world;
  }

  get key(): string {
    return stagingKey(this.draft.accountId, this.draft.id, this.draft.nonce);
  }

  /** Uploads to the draft's URL, `seconds` after the draft was made, and returns what ingest is told when it is delivered. */
  upload(write: string | StagedWrite, seconds = 60, deliveries = 1): StagedUpload {
    this.staged.write(this.key, typeof write === 'string' ? { body: Buffer.from(write) } : write);
    return { target: targetOf(this.draft), completedAt: secondsLater(seconds), deliveries };
  }

  record(): Promise<Image | undefined> {
    return this.images.find(targetOf(this.draft));
  }
}
