import { invalidRequest } from './errors';

/** Contract 3.1. */
export const MAX_CREATOR_CHARACTERS = 1024;

/**
 * Who an image belongs to, as the caller's own system names them. Empty text and null mean nobody (contract 3.6).
 * @throws DomainError `invalid-request` when longer than 1,024 characters (contract 3.1).
 */
export const checkCreator = (creator: string | null | undefined): string | undefined => {
  if (creator === undefined || creator === null || creator === '') return undefined;
  if ([...creator].length > MAX_CREATOR_CHARACTERS) {
    throw invalidRequest(`creator must not be longer than ${MAX_CREATOR_CHARACTERS} characters`);
  }
  return creator;
};
