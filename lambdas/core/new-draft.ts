import { checkCreator } from './creator';
import { checkCustomId } from './custom-id';
import { customIdCannotBePrivate } from './errors';
import type { Draft, Metadata } from './image';

/** What a caller says about an image before its bytes are there (contract 3.1, 3.3); `metadata` is checked already. */
export interface NewImageFields {
  readonly accountId: string;
  readonly id?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly requireSignedURLs?: boolean | undefined;
  readonly creator?: string | null | undefined;
}

/** Where names and secrets of drafts come from; injected so that tests decide. */
export interface NewDraftDeps {
  /** Lower-case UUIDs. */
  readonly newId: () => string;
  readonly newNonce: () => string;
}

/**
 * The draft that a request describes; nothing is stored yet.
 * @throws DomainError `invalid-custom-id`, `custom-id-cannot-be-private` or `invalid-request`
 */
export const newDraft = (
  fields: NewImageFields,
  now: Date,
  expiresAtSeconds: number,
  deps: NewDraftDeps,
): Draft => {
  const requireSignedURLs = fields.requireSignedURLs ?? false;
  if (fields.id !== undefined) {
    checkCustomId(fields.id);
    if (requireSignedURLs) throw customIdCannotBePrivate();
  }
  const creator = checkCreator(fields.creator);
  return {
    draft: true,
    accountId: fields.accountId,
    id: fields.id ?? deps.newId(),
    uploaded: now.toISOString(),
    requireSignedURLs,
    ...(fields.metadata ? { meta: fields.metadata } : {}),
    ...(creator === undefined ? {} : { creator }),
    nonce: deps.newNonce(),
    expiresAtSeconds,
  };
};
