import * as fc from 'fast-check';
import { type CursorBinding, openCursor, sealCursor } from '../../../lambdas/core/list-cursor';
import { listPosition } from '../../../lambdas/core/list-position';
import { ACCOUNT, draftOf } from '../../support/image-fixtures';

const SECRET = Buffer.alloc(32, 1);
const BINDING: CursorBinding = { accountId: ACCOUNT, order: 'desc', filters: [] };
const POSITION = listPosition(draftOf());

describe('a continuation token', () => {
  it('leads back to its position', () => {
    expect(openCursor(SECRET, BINDING, sealCursor(SECRET, BINDING, POSITION))).toBe(POSITION);
  });

  it('shows neither the account nor the creator', () => {
    const token = sealCursor(SECRET, { ...BINDING, creator: 'secret-creator' }, POSITION);

    const text = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
    expect(text).toBe(POSITION);
  });

  it.each<[string, Partial<CursorBinding>]>([
    ['another account', { accountId: 'account-2' }],
    ['the other order', { order: 'asc' }],
    ['a creator', { creator: 'me' }],
    ['images without a creator', { creator: null }],
    ['other filters', { filters: [{ path: ['a'] }] }],
  ])('is refused for %s', (_, change) => {
    const token = sealCursor(SECRET, BINDING, POSITION);

    expect(() => openCursor(SECRET, { ...BINDING, ...change }, token)).toThrow(
      /^continuation_token is not valid/,
    );
  });

  it('is refused when another deployment sealed it', () => {
    const token = sealCursor(Buffer.alloc(32, 2), BINDING, POSITION);

    expect(() => openCursor(SECRET, BINDING, token)).toThrow(/^continuation_token is not valid/);
  });

  it.each(['', '.', '..', 'x', 'null', `${'A'.repeat(43)}.`, `.${'A'.repeat(43)}`])(
    'is refused as %j',
    (token) => {
      expect(() => openCursor(SECRET, BINDING, token)).toThrow(/^continuation_token is not valid/);
    },
  );

  it('is refused when it is genuine but leads to no position', () => {
    expect(() => openCursor(SECRET, BINDING, sealCursor(SECRET, BINDING, 'elsewhere'))).toThrow(
      /^continuation_token is not valid/,
    );
  });

  it('is refused when any character of it is changed, added or taken away', () => {
    const token = sealCursor(SECRET, BINDING, POSITION);
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ '];
    const tampered = fc
      .tuple(fc.nat(token.length), fc.constantFrom(0, 1), fc.constantFrom('', ...alphabet))
      .map(([at, cut, character]) => token.slice(0, at) + character + token.slice(at + cut));

    fc.assert(
      fc.property(tampered, (candidate) => {
        fc.pre(candidate !== token);
        expect(() => openCursor(SECRET, BINDING, candidate)).toThrow(/^continuation_token is not valid/);
      }),
      { numRuns: 2000 },
    );
  });
});
