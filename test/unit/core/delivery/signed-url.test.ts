import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { verifySignedUrl } from '../../../../lambdas/core/delivery/signed-url';

const VECTOR = {
  key: 'Oix0bbNaT8Rge9PuyxUBrjI6zrgnsyJ5=',
  path: '/AcctHashExample0000000/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e100/thumb',
  sig: '4d2e2635b56cfd0b6bed1530150117b5ca8e6029efc691e75a18535e0b833f10',
};
const NOW = new Date('2026-03-04T05:06:07Z');
const NOW_SECONDS = NOW.getTime() / 1000;
const KEYS = [
  { name: 'old', value: 'another key, never the right one' },
  { name: 'default', value: VECTOR.key },
];

const sign = (text: string, key = VECTOR.key): string => createHmac('sha256', key).update(text).digest('hex');
const signed = (path: string, query: string, key?: string): string =>
  `${query === '' ? '' : `${query}&`}sig=${sign(query === '' ? path : `${path}?${query}`, key)}`;
const verify = (path: string, query: string, keys = KEYS) => verifySignedUrl(path, query, keys, NOW);

describe('a signed delivery URL', () => {
  it('is accepted with the contract’s test vector', () => {
    const grant = verify(VECTOR.path, `exp=1893456000&sig=${VECTOR.sig}`);

    expect(grant).toEqual({ expiresAtSeconds: 1893456000 });
  });

  it('is accepted with any key of the account, and with none of another', () => {
    const query = signed(VECTOR.path, 'exp=1893456000', 'k2');

    expect(verify(VECTOR.path, query, [...KEYS, { name: 'k2', value: 'k2' }])).toBeDefined();
    expect(verify(VECTOR.path, query)).toBeUndefined();
    expect(verify(VECTOR.path, query, [])).toBeUndefined();
  });

  it.each([
    ['the path alone', VECTOR.path],
    ['the path and a bare question mark', `${VECTOR.path}?`],
  ])('without exp never ends, signed over %s', (_what, text) => {
    const grant = verify(VECTOR.path, `sig=${sign(text)}`);

    expect(grant).toEqual({});
  });

  it('may have other parameters, in the order in which they were signed', () => {
    const query = signed(VECTOR.path, 'b=2&exp=1893456000&a=1');

    expect(verify(VECTOR.path, query)).toEqual({ expiresAtSeconds: 1893456000 });
  });

  it('may have the signature anywhere, because only it is taken out', () => {
    const sig = sign(`${VECTOR.path}?exp=1893456000&a=1`);

    expect(verify(VECTOR.path, `exp=1893456000&sig=${sig}&a=1`)).toBeDefined();
    expect(verify(VECTOR.path, `sig=${sig}&exp=1893456000&a=1`)).toBeDefined();
  });

  it('is refused when its parameters are in another order', () => {
    const sig = sign(`${VECTOR.path}?exp=1893456000&a=1`);

    expect(verify(VECTOR.path, `a=1&exp=1893456000&sig=${sig}`)).toBeUndefined();
  });

  it.each([
    ['no signature', 'exp=1893456000'],
    ['an empty signature', 'exp=1893456000&sig='],
    ['an upper-case signature', `exp=1893456000&sig=${VECTOR.sig.toUpperCase()}`],
    ['a shortened signature', `exp=1893456000&sig=${VECTOR.sig.slice(0, 62)}`],
    ['a lengthened signature', `exp=1893456000&sig=${VECTOR.sig}00`],
    ['a changed signature', `exp=1893456000&sig=5${VECTOR.sig.slice(1)}`],
    ['a signature in base64', `exp=1893456000&sig=${Buffer.from(VECTOR.sig, 'hex').toString('base64')}`],
    ['the signature twice', `exp=1893456000&sig=${VECTOR.sig}&sig=${VECTOR.sig}`],
    ['a wrong and the right signature', `exp=1893456000&sig=${'0'.repeat(64)}&sig=${VECTOR.sig}`],
    ['exp changed', `exp=1893456001&sig=${VECTOR.sig}`],
    ['exp removed', `sig=${VECTOR.sig}`],
    ['exp added twice', `exp=1893456000&exp=1893456000&sig=${VECTOR.sig}`],
    ['a later exp put first', `exp=9893456000&exp=1893456000&sig=${VECTOR.sig}`],
    ['exp in another spelling', `exp=01893456000&sig=${VECTOR.sig}`],
    ['another parameter', `exp=1893456000&x=1&sig=${VECTOR.sig}`],
    ['SIG for sig', `exp=1893456000&SIG=${VECTOR.sig}`],
  ])('is refused with %s', (_what, query) => {
    expect(verify(VECTOR.path, query)).toBeUndefined();
  });

  it.each([
    ['another image', VECTOR.path.replace('0f1e', '0f1f')],
    ['another variant', VECTOR.path.replace('thumb', 'public')],
    ['another account', VECTOR.path.replace('AcctHash', 'acctHash')],
    ['a slash at the end', `${VECTOR.path}/`],
    ['a detour', VECTOR.path.replace('/thumb', '/x/../thumb')],
    ['the same path in other encoding', VECTOR.path.replace('thumb', '%74humb')],
  ])('is refused for %s', (_what, path) => {
    expect(verify(path, `exp=1893456000&sig=${VECTOR.sig}`)).toBeUndefined();
  });

  it.each(['a%2Fb', 'a/b', '%C3%BC%20x', '100%25', 'ü'])('covers the id %s exactly as it was sent', (id) => {
    const path = `/AcctHashExample0000000/${id}/public`;
    const query = signed(path, 'exp=1893456000');

    expect(verify(path, query)).toBeDefined();
    for (const other of ['a%2Fb', 'a/b', '%C3%BC%20x', '100%25', 'ü'].filter(
      (candidate) => candidate !== id,
    )) {
      expect(verify(`/AcctHashExample0000000/${other}/public`, query)).toBeUndefined();
    }
  });

  it('is dead from the second that exp names', () => {
    const at = (offset: number) => verify(VECTOR.path, signed(VECTOR.path, `exp=${NOW_SECONDS + offset}`));

    expect([at(-1), at(0)]).toEqual([undefined, undefined]);
    expect(at(1)).toEqual({ expiresAtSeconds: NOW_SECONDS + 1 });
  });

  it.each([
    '',
    '-1',
    '+1893456000',
    '1893456000.5',
    '1.9e9',
    '0x70dbd880',
    'never',
    ' 1893456000',
    '1893456000000000',
    '１８９３４５６０００',
  ])('is refused with exp=%s, though it is signed', (exp) => {
    const query = new URLSearchParams({ exp }).toString();

    expect(verify(VECTOR.path, signed(VECTOR.path, query))).toBeUndefined();
  });

  it('uses the key as text, not as base64', () => {
    const decoded = createHmac('sha256', Buffer.from(VECTOR.key, 'base64')).update(
      `${VECTOR.path}?exp=1893456000`,
    );

    expect(verify(VECTOR.path, `exp=1893456000&sig=${decoded.digest('hex')}`)).toBeUndefined();
  });

  it('cannot be made without the key', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 80 }), (key, query) => {
        fc.pre(!KEYS.some(({ value }) => value === key));

        expect(verify(VECTOR.path, query)).toBeUndefined();
        expect(verify(VECTOR.path, signed(VECTOR.path, 'exp=1893456000', key))).toBeUndefined();
      }),
    );
  });
});
