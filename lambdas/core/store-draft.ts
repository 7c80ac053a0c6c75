import { isVisible } from './draft-visibility';
import { alreadyExists } from './errors';
import { type Draft, type Image, isDraft } from './image';
import type { ImageRepository, StagedUploads } from './ports';

/** What `storeDraft` needs. */
export interface StoreDraftDeps {
  readonly images: Pick<ImageRepository, 'createDraft'>;
  readonly staged: Pick<StagedUploads, 'exists'>;
}

const isSame = (record: Image, { nonce }: Draft): boolean => isDraft(record) && record.nonce === nonce;

/**
 * Stores a draft under its id. The id is free when nothing has it, or a draft that `GET` no longer shows: it has expired,
 * and no upload that was accepted in time waits to be published. TTL sweeps such drafts up to days late.
 * @throws DomainError `already-exists` when an image or a live draft has the id.
 */
export const storeDraft = async (draft: Draft, now: Date, deps: StoreDraftDeps): Promise<void> => {
  let holder = await deps.images.createDraft(draft);
  if (isDraft(holder) && !isSame(holder, draft) && !(await isVisible(holder, now, deps.staged)))
    holder = await deps.images.createDraft(draft, holder);
  if (!isSame(holder, draft)) throw alreadyExists();
};
