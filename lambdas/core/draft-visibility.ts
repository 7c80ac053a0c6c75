import { isExpired, isPublishable } from './expiry';
import type { Draft } from './image';
import { stagingKey } from './keys';
import type { StagedUploads } from './ports';

/**
 * Whether a draft still answers (contract 4.5): until its expiry, and past it only while an upload that was accepted in
 * time waits to be published.
 */
export const isVisible = async (
  draft: Draft,
  now: Date,
  staged: Pick<StagedUploads, 'exists'>,
): Promise<boolean> => {
  if (!isExpired(draft, now)) return true;
  if (!isPublishable(draft, now)) return false;
  return staged.exists(stagingKey(draft.accountId, draft.id, draft.nonce));
};
