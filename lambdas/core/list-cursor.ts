import { createHmac, timingSafeEqual } from 'node:crypto';
import { invalidRequest } from './errors';
import { imageKeyOfPosition } from './list-position';

/**
 * What a continuation token belongs to: the account and everything that decides which images are listed and in which
 * order. The page size is not part of it; it may change between pages.
 */
export interface CursorBinding {
  readonly accountId: string;
  readonly order: 'asc' | 'desc';
  /** `null`: images without a creator; absent: all. */
  readonly creator?: string | null | undefined;
  /** The metadata filters as JSON can say them; any value whose text is the same for the same filters. */
  readonly filters: unknown;
}

const sign = (secret: Buffer, binding: CursorBinding, position: string): string => {
  const { accountId, order, creator, filters } = binding;
  // JSON keeps the parts apart: no two different bindings have the same text.
  const parts = ['list', accountId, order, creator === undefined ? [] : [creator], filters, position];
  return createHmac('sha256', secret).update(JSON.stringify(parts), 'utf8').digest('base64url');
};

/**
 * A continuation token (contract 3.10): the position after which the next page starts, and an HMAC-SHA-256 of it
 * together with what it is bound to. Nothing is stored, so it never expires.
 */
export const sealCursor = (secret: Buffer, binding: CursorBinding, position: string): string =>
  `${Buffer.from(position, 'utf8').toString('base64url')}.${sign(secret, binding, position)}`;

/**
 * The position in a continuation token. The whole token is compared, in constant time, with the one that we would have
 * made: base64 has other spellings of the same bytes, and none of them is taken.
 * @throws DomainError `invalid-request` for a token that was not sealed by us for exactly this binding.
 */
export const openCursor = (secret: Buffer, binding: CursorBinding, token: string): string => {
  const position = Buffer.from(token.split('.', 1).join(''), 'base64url').toString('utf8');
  const expected = Buffer.from(sealCursor(secret, binding, position), 'utf8');
  const given = Buffer.from(token, 'utf8');
  const genuine = given.length === expected.length && timingSafeEqual(given, expected);
  if (!genuine || imageKeyOfPosition(position) === undefined) {
    throw invalidRequest('continuation_token is not valid for this list: start again without it');
  }
  return position;
};
