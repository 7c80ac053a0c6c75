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
  readonly filters?: unknown;
}

const BAD_TOKEN = 'continuation_token is not valid for this list: start again without it';

const sign = (secret: Buffer, binding: CursorBinding, position: string): Buffer => {
  const { accountId, order, creator, filters } = binding;
  // JSON keeps the parts apart: no two different bindings have the same text.
  const text = JSON.stringify([
    'list',
    accountId,
    order,
    creator === undefined ? [] : [creator],
    filters ?? [],
    position,
  ]);
  return createHmac('sha256', secret).update(text, 'utf8').digest();
};

/**
 * A continuation token (contract 3.10): the position after which the next page starts, and an HMAC-SHA-256 of it
 * together with what it is bound to. Nothing is stored, so it never expires.
 */
export const sealCursor = (secret: Buffer, binding: CursorBinding, position: string): string =>
  `${Buffer.from(position, 'utf8').toString('base64url')}.${sign(secret, binding, position).toString('base64url')}`;

/**
 * The position in a continuation token.
 * @throws DomainError `invalid-request` for a token that was not sealed by us for exactly this binding.
 */
export const openCursor = (secret: Buffer, binding: CursorBinding, token: string): string => {
  const [encoded = '', signature = '', ...rest] = token.split('.');
  const position = Buffer.from(encoded, 'base64url').toString('utf8');
  const expected = sign(secret, binding, position);
  const given = Buffer.from(signature, 'base64url');
  const genuine = given.length === expected.length && timingSafeEqual(given, expected);
  // Only the canonical text is taken: base64 has other spellings of the same bytes.
  if (!genuine || rest.length > 0 || token !== sealCursor(secret, binding, position))
    throw invalidRequest(BAD_TOKEN);
  if (imageKeyOfPosition(position) === undefined) throw invalidRequest(BAD_TOKEN);
  return position;
};
