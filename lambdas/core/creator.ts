import { invalidRequest } from './errors';

/** Contract 3.1. */
export const MAX_CREATOR_CHARACTERS = 1024;

/**
 * Who an image belongs to, as the caller's own system names them. Empty text and null mean nobody (contract 3.6). JSON can
 * hold halves of surrogate pairs, which UTF-8 cannot: all of them would be the same creator in the index.
 * @throws DomainError `invalid-request` when longer than 1,024 characters (contract 3.1) or not well-formed.
 */
export const checkCreator = (creator: string | null | undefined): string | undefined => {
  if (creator === undefined || creator === null || creator === '') return undefined;
  if ([...creator].length > MAX_CREATOR_CHARACTERS) {
    throw invalidRequest(`creator must not be longer than ${MAX_CREATOR_CHARACTERS} characters`);
  }
  if (!creator.isWellFormed()) throw invalidRequest('creator must be well-formed Unicode');
  return creator;
};
