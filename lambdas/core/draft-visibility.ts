import { isExpired, isPublishable } from './expiry';
import type { Draft } from './image';
import { stagingKey } from './keys';
import type { StagedUploads } from './ports';

/** Whether an upload that was accepted in time waits to be published for the draft. */
export const uploadWaits = async (
  draft: Draft,
  now: Date,
  staged: Pick<StagedUploads, 'exists'>,
): Promise<boolean> =>
  isPublishable(draft, now) && (await staged.exists(stagingKey(draft.accountId, draft.id, draft.nonce)));

/** Whether a draft still answers (contract 4.5): until its expiry, and past it only while an upload waits. */
export const isVisible = async (
  draft: Draft,
  now: Date,
  staged: Pick<StagedUploads, 'exists'>,
): Promise<boolean> => !isExpired(draft, now) || (await uploadWaits(draft, now, staged));
