import { accountHash } from './account';
import { resolveExpiry } from './expiry';
import { stagingKey, uploadObjectName } from './keys';
import { type NewDraftDeps, type NewImageFields, newDraft } from './new-draft';
import type { Clock, PresignedPost, UploadSigner } from './ports';
import { type StoreDraftDeps, storeDraft } from './store-draft';

/** What the caller asks for; text is not checked yet, `metadata` is. */
export interface DirectUploadRequest extends NewImageFields {
  /** RFC 3339. */
  readonly expiry?: string | undefined;
}

/** Contract 3.1, and `upload` of our own: the same upload as an S3 presigned POST, for files the gateway cannot pass. */
export interface DirectUpload {
  readonly id: string;
  readonly uploadURL: string;
  readonly upload: PresignedPost;
}

/** What `createDirectUpload` needs. */
export interface CreateDirectUploadDeps extends NewDraftDeps, StoreDraftDeps {
  readonly signer: UploadSigner;
  readonly clock: Clock;
  /** No trailing slash. */
  readonly uploadBaseUrl: string;
  readonly defaultExpirySeconds: number;
}

/**
 * Promises one upload: stores a draft and answers with the URLs that fill it. Signing comes first, because a draft
 * whose answer is never given would hold a custom id until it expires.
 * @throws DomainError `invalid-custom-id`, `custom-id-cannot-be-private`, `invalid-request` or `already-exists`.
 */
export const createDirectUpload = async (
  request: DirectUploadRequest,
  deps: CreateDirectUploadDeps,
): Promise<DirectUpload> => {
  const now = deps.clock();
  const draft = newDraft(request, now, resolveExpiry(request.expiry, now, deps.defaultExpirySeconds), deps);
  const upload = await deps.signer.sign(
    stagingKey(draft.accountId, draft.id, draft.nonce),
    new Date(draft.expiresAtSeconds * 1000),
  );
  await storeDraft(draft, now, deps);
  const path = `${accountHash(draft.accountId)}/${uploadObjectName(draft.id, draft.nonce)}`;
  return { id: draft.id, uploadURL: `${deps.uploadBaseUrl}/${path}`, upload };
};
