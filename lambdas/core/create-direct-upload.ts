import { accountHash } from './account';
import { checkCreator } from './creator';
import { checkCustomId } from './custom-id';
import { customIdCannotBePrivate } from './errors';
import { resolveExpiry } from './expiry';
import type { Draft, Metadata } from './image';
import { stagingKey, uploadObjectName } from './keys';
import type { Clock, ImageRepository, PresignedPost, UploadSigner } from './ports';

/** What the caller asks for; text is not checked yet, `metadata` is. */
export interface DirectUploadRequest {
  readonly accountId: string;
  readonly id?: string | undefined;
  /** RFC 3339. */
  readonly expiry?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly requireSignedURLs?: boolean | undefined;
  readonly creator?: string | null | undefined;
}

/** Contract 3.1, and `upload` of our own: the same upload as an S3 presigned POST, for files the gateway cannot pass. */
export interface DirectUpload {
  readonly id: string;
  readonly uploadURL: string;
  readonly upload: PresignedPost;
}

export interface CreateDirectUploadDeps {
  readonly images: Pick<ImageRepository, 'createDraft'>;
  readonly signer: UploadSigner;
  readonly clock: Clock;
  /** Lower-case UUIDs. */
  readonly newId: () => string;
  readonly newNonce: () => string;
  /** No trailing slash. */
  readonly uploadBaseUrl: string;
  readonly defaultExpirySeconds: number;
}

const toDraft = (request: DirectUploadRequest, deps: CreateDirectUploadDeps, now: Date): Draft => {
  const requireSignedURLs = request.requireSignedURLs ?? false;
  if (request.id !== undefined) {
    checkCustomId(request.id);
    if (requireSignedURLs) throw customIdCannotBePrivate();
  }
  const creator = checkCreator(request.creator);
  return {
    draft: true,
    accountId: request.accountId,
    id: request.id ?? deps.newId(),
    uploaded: now.toISOString(),
    requireSignedURLs,
    ...(request.metadata ? { meta: request.metadata } : {}),
    ...(creator === undefined ? {} : { creator }),
    nonce: deps.newNonce(),
    expiresAtSeconds: resolveExpiry(request.expiry, now, deps.defaultExpirySeconds),
  };
};

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
  const draft = toDraft(request, deps, now);
  const upload = await deps.signer.sign(
    stagingKey(draft.accountId, draft.id, draft.nonce),
    new Date(draft.expiresAtSeconds * 1000),
  );
  await deps.images.createDraft(draft, now);
  const path = `${accountHash(draft.accountId)}/${uploadObjectName(draft.id, draft.nonce)}`;
  return { id: draft.id, uploadURL: `${deps.uploadBaseUrl}/${path}`, upload };
};
