import {
  type BegunInspections,
  type Draft,
  type Image,
  isDraft,
  type PublishedImage,
  type UnsentEvent,
  type UploadRefusal,
} from '../../../lambdas/core/image';
import { refOf } from '../../../lambdas/core/keys';
import { imageKeyOfPosition, listPosition } from '../../../lambdas/core/list-position';
import type {
  ImageChange,
  ImageIndex,
  ImagePage,
  ImageQuery,
  ImageRef,
  ImageRepository,
} from '../../../lambdas/core/ports';

const keyOf = (ref: ImageRef): string => `${ref.accountHash}/${ref.imageKey}`;
/** Image records and their index in memory; held to the same behaviour suites as the DynamoDB adapters. */
export class InMemoryImages implements ImageRepository, ImageIndex {
  readonly records = new Map<string, Image>();

  async createDraft(draft: Draft, replaced?: Draft): Promise<Image> {
    const existing = this.records.get(keyOf(refOf(draft)));
    if (existing && !(isDraft(existing) && existing.nonce === replaced?.nonce))
      return structuredClone(existing);
    this.records.set(keyOf(refOf(draft)), structuredClone(draft));
    return draft;
  }

  async find(ref: ImageRef): Promise<Image | undefined> {
    return structuredClone(this.records.get(keyOf(ref)));
  }

  async publish(draft: Draft, published: PublishedImage): Promise<'published' | 'lost'> {
    const current = this.#sameDraft(draft);
    if (!current) return 'lost';
    const {
      draft: _draft,
      nonce: _nonce,
      expiresAtSeconds: _expiry,
      uploadError: _error,
      begunInspections: _begun,
      unsentEvent: _event,
      ...kept
    } = current;
    const { filename, file, objectKey, unsentEvent } = published;
    const added = { filename, file, objectKey, ...(unsentEvent ? { unsentEvent } : {}) };
    this.records.set(keyOf(refOf(draft)), structuredClone({ ...kept, ...added }));
    return 'published';
  }

  async recordRefusal(draft: Draft, uploadError: UploadRefusal, unsentEvent: UnsentEvent): Promise<void> {
    const current = this.#sameDraft(draft);
    if (current)
      this.records.set(keyOf(refOf(draft)), structuredClone({ ...current, uploadError, unsentEvent }));
  }

  async recordInspections(draft: Draft, begun: BegunInspections | undefined): Promise<void> {
    const current = this.#sameDraft(draft);
    if (!current) return;
    const { begunInspections: _begun, ...rest } = current;
    const marked = begun ? { ...rest, begunInspections: begun } : rest;
    this.records.set(keyOf(refOf(draft)), structuredClone(marked));
  }

  async markEventSent(ref: ImageRef, eventId: string): Promise<void> {
    const current = this.records.get(keyOf(ref));
    if (current?.unsentEvent?.id !== eventId) return;
    const { unsentEvent: _sent, ...rest } = current;
    this.records.set(keyOf(ref), rest);
  }

  async edit(image: Image, { requireSignedURLs, meta, creator }: ImageChange): Promise<Image | undefined> {
    const key = keyOf(refOf(image));
    const current = this.records.get(key);
    if (!current || isDraft(current) !== isDraft(image)) return undefined;
    if (isDraft(current) && isDraft(image) && current.nonce !== image.nonce) return undefined;
    if (!isDraft(current) && !isDraft(image) && current.objectKey !== image.objectKey) return undefined;
    const { meta: oldMeta, creator: oldCreator, ...rest } = current;
    const [newMeta, newCreator] = [
      meta === undefined ? oldMeta : meta,
      creator === undefined ? oldCreator : creator,
    ];
    const edited = {
      ...rest,
      ...(requireSignedURLs === undefined ? {} : { requireSignedURLs }),
      ...(newMeta ? { meta: newMeta } : {}),
      ...(newCreator ? { creator: newCreator } : {}),
    };
    this.records.set(key, structuredClone(edited));
    return edited;
  }

  async cancelDraft(draft: Draft): Promise<void> {
    if (this.#sameDraft(draft)) this.records.delete(keyOf(refOf(draft)));
  }

  async delete(ref: ImageRef): Promise<Image | undefined> {
    const existing = this.records.get(keyOf(ref));
    this.records.delete(keyOf(ref));
    return existing;
  }

  async page(query: ImageQuery): Promise<ImagePage> {
    const matches = this.#matches(query);
    const images = structuredClone(matches.slice(0, query.limit));
    const last = images.at(-1);
    return last && matches.length > images.length ? { images, nextPosition: listPosition(last) } : { images };
  }

  async positionAfter(query: ImageQuery): Promise<string | undefined> {
    const last = this.#matches(query)[query.limit - 1];
    return last && listPosition(last);
  }

  #matches(query: ImageQuery): PublishedImage[] {
    const forward = query.order === 'asc';
    const { startAfter } = query;
    const after = (position: string) =>
      startAfter === undefined ||
      imageKeyOfPosition(startAfter) === undefined ||
      (forward ? position > startAfter : position < startAfter);
    return this.#published(query)
      .filter((image) => after(listPosition(image)))
      .sort((a, b) => (listPosition(a) < listPosition(b) === forward ? -1 : 1));
  }

  #published(query: ImageQuery): PublishedImage[] {
    return [...this.records.values()].filter(
      (image): image is PublishedImage =>
        !isDraft(image) &&
        image.accountId === query.accountId &&
        (query.creator === undefined || (image.creator ?? null) === query.creator),
    );
  }

  #sameDraft(draft: Draft): Draft | undefined {
    const current = this.records.get(keyOf(refOf(draft)));
    return current && isDraft(current) && current.nonce === draft.nonce ? current : undefined;
  }
}
