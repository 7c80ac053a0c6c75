import { createHash } from 'node:crypto';
import type { Scheduler } from 'fast-check';
import { deleteImage } from '../../lambdas/core/delete-image';
import { DomainError } from '../../lambdas/core/errors';
import { isDraft } from '../../lambdas/core/image';
import {
  type IngestDeps,
  type IngestOutcome,
  ingestUpload,
  type StagedUpload,
} from '../../lambdas/core/ingest-upload';
import { publishedPrefix, stagingKey } from '../../lambdas/core/keys';
import { CrashedFunction, type CrashPoint } from './crashing-deps';
import { draftOf, secondsLater } from './image-fixtures';
import { RecordingDeliveryCache } from './in-memory/recording-delivery-cache';
import { IngestWorld, targetOf } from './ingest-world';

/**
 * Functions, clients and the image's owner acting at the same time. A scheduler decides who does the next single call
 * of a bucket or the table, functions crash as planned and are delivered their event again, and after each call the
 * invariant is checked: what a published record points to is there and is the content that was checked.
 */
export class IngestRace {
  readonly world = new IngestWorld();
  readonly reminted = draftOf({ nonce: 'BBBBBBBBBBBBBBBBBBBBBB' });
  /** What clients uploaded to the first minting, in the order in which it arrived. */
  readonly arrivals: string[] = [];
  readonly outcomes: (IngestOutcome & { readonly nonce: string })[] = [];
  /** The key that was published for each minting, when it first was. */
  readonly #published = new Map<string, string>();
  #calls = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly crashes: readonly CrashPoint[],
  ) {}

  /** Lets all of them act until each has come to its end. */
  async run(...actors: readonly (() => Promise<void>)[]): Promise<void> {
    await this.world.images.createDraft(this.world.draft);
    await this.scheduler.waitFor(Promise.all(actors.map((actor) => actor())));
  }

  /** A client that uploads to the URL of a draft, whose event is then delivered so many times at once. */
  upload(body: string, deliveries: number, draft = this.world.draft): () => Promise<void> {
    const upload = { target: targetOf(draft), completedAt: secondsLater(60), deliveries: 1 };
    const key = stagingKey(draft.accountId, draft.id, draft.nonce);
    return async () => {
      await this.#call('upload', async () => {
        this.world.staged.write(key, { body: Buffer.from(body) });
        if (draft === this.world.draft) this.arrivals.push(body);
      });
      await Promise.all(Array.from({ length: deliveries }, () => this.#deliver(upload)));
    };
  }

  /** The owner deletes the image or cancels the draft, if it is there. */
  remove(): () => Promise<void> {
    const { images, staged, objects } = this.#ports('owner', []);
    const { accountId, id } = this.world.draft;
    const cache = new RecordingDeliveryCache();
    return async () => {
      try {
        await deleteImage(accountId, id, { images, staged, objects, cache, clock: () => secondsLater(61) });
      } catch (error) {
        if (!(error instanceof DomainError && error.code === 'image-not-found')) throw error;
      }
    };
  }

  /** The owner deletes the image, mints its id again and uploads to the new URL. */
  removeAndReplace(body: string): () => Promise<void> {
    return async () => {
      await this.remove()();
      await this.#call('mint again', () => this.world.images.createDraft(this.reminted));
      await this.upload(body, 1, this.reminted)();
    };
  }

  /** As Lambda and SQS do: a function that died is started again with the same event. */
  async #deliver(upload: StagedUpload): Promise<void> {
    for (let { deliveries } = upload; ; deliveries += 1) {
      try {
        const outcome = await ingestUpload(
          { ...upload, deliveries },
          { ...this.world.deps, ...this.#ports('ingest', this.crashes) },
        );
        this.outcomes.push({ ...outcome, nonce: upload.target.nonce });
        return;
      } catch (error) {
        if (!(error instanceof CrashedFunction)) throw error;
      }
    }
  }

  #ports(
    actor: string,
    crashes: readonly CrashPoint[],
  ): Pick<IngestDeps, 'images' | 'staged' | 'objects' | 'events'> {
    const scheduled = <P extends object>(port: P): P =>
      new Proxy(port, {
        get: (target, name) => {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function') return method;
          return (...args: unknown[]) =>
            this.#call(`${actor} ${String(name)}`, () => method.apply(target, args), crashes);
        },
      });
    const { images, staged, objects, events } = this.world;
    return {
      images: scheduled(images),
      staged: scheduled(staged),
      objects: scheduled(objects),
      events: scheduled(events),
    };
  }

  async #call<T>(label: string, effect: () => Promise<T>, crashes: readonly CrashPoint[] = []): Promise<T> {
    await this.scheduler.schedule(Promise.resolve(), label);
    this.#calls += 1;
    const crash = crashes.find(({ atCall }) => atCall === this.#calls);
    if (crash?.when === 'before') throw new CrashedFunction();
    const result = await effect();
    this.#assertPublishedIsIntact();
    if (crash) throw new CrashedFunction();
    return result;
  }

  #assertPublishedIsIntact(): void {
    for (const record of this.world.images.records.values()) {
      if (isDraft(record)) continue;
      const bytes = this.world.objects.objects.get(record.objectKey)?.body;
      if (!bytes) throw new Error(`published ${record.objectKey}, which is not there`);
      if (!bytes.toString().startsWith('good')) throw new Error('published bytes that were refused');
      if (createHash('sha256').update(bytes).digest('hex') !== record.file.sha256) {
        throw new Error('published other bytes than the record says');
      }
      const minting = [this.world.draft, this.reminted].find((draft) =>
        record.objectKey.startsWith(publishedPrefix(targetOf(draft))),
      );
      const first = this.#published.get(minting?.nonce ?? '') ?? record.objectKey;
      if (first !== record.objectKey) throw new Error('one minting published twice');
      this.#published.set(minting?.nonce ?? '', first);
    }
  }
}
