import fc from 'fast-check';
import { parseDeliveryPath } from '../../../../lambdas/core/delivery/delivery-path';
import { imageKey } from '../../../../lambdas/core/keys';
import { DEFAULT_VARIANTS, variantUrls } from '../../../../lambdas/core/variant';

const HASH = 'AcctHashExample-0000_0';

describe('a delivery path', () => {
  it.each([
    ['a plain id', 'abc/public', 'abc', 'public'],
    ['an id with a slash', 'a/b/public', 'a/b', 'public'],
    ['an id with an encoded slash', 'a%2Fb/public', 'a/b', 'public'],
    ['an id with a space and umlaut', 'a%20%C3%BC/public', 'a ü', 'public'],
    ['an id with a percent sign', '100%25/public', '100%', 'public'],
    ['an id that looks decoded twice', '%252e/public', '%2e', 'public'],
    ['options', 'abc/w=4,h=5', 'abc', 'w=4,h=5'],
    ['an id that looks like options', 'w=4/public', 'w=4', 'public'],
  ])('names %s', (_what, rest, id, lastSegment) => {
    const target = parseDeliveryPath(`/${HASH}/${rest}`);

    expect(target).toEqual({ ref: { accountHash: HASH, imageKey: imageKey(id) }, lastSegment });
  });

  it('understands every URL that the API hands out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (id) => {
        fc.pre(!id.startsWith('/') && !id.endsWith('/'));
        const [url = ''] = variantUrls('https://images.example.com', 'account', id, DEFAULT_VARIANTS);
        const { pathname } = new URL(url);
        fc.pre(!/\/\.{1,2}\//.test(`/${id}/`));

        expect(parseDeliveryPath(pathname).ref.imageKey).toBe(imageKey(id));
      }),
    );
  });

  it.each([
    '',
    '/',
    '//',
    '/public',
    `/${HASH}`,
    `/${HASH}/`,
    `/${HASH}/public`,
    `/${HASH}/abc/`,
    `${HASH}/abc/public`,
    '/short/abc/public',
    `/${HASH}x/abc/public`,
    `/${HASH.replace('A', '%41')}/abc/public`,
    `/../${HASH}/abc/public`,
    `/${HASH}/%/public`,
    `/${HASH}/%ff/public`,
    `/${HASH}/${'a'.repeat(14_000)}/public`,
  ])('is refused when it is %s', (path) => {
    expect(() => parseDeliveryPath(path)).toThrow(expect.objectContaining({ failure: 'invalid-path' }));
  });

  it('cannot reach another key by anything in the id', () => {
    const ids = ['..', '../..', '..%2f..%2fTOKEN', '%00', 'a%0d%0ab', '%2e%2e'];

    for (const id of ids) {
      expect(parseDeliveryPath(`/${HASH}/${id}/public`).ref.imageKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
    }
  });
});
