import fc from 'fast-check';
import { signDeliveryUrl } from '../../../examples/sign-delivery-url';
import { verifySignedUrl } from '../../../lambdas/core/delivery/signed-url';

const KEY = 'Oix0bbNaT8Rge9PuyxUBrjI6zrgnsyJ5=';
const URL_TO_SIGN =
  'https://images.example.net/AcctHashExample0000000/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e100/thumb';
const NOW = new Date('2026-03-04T05:06:07Z');

const verify = (url: string, key = KEY) => {
  const { pathname, search } = new URL(url);
  return verifySignedUrl(pathname, search.slice(1), [{ name: 'default', value: key }], NOW);
};

describe('signing a delivery URL', () => {
  it('gives the contract’s test vector', async () => {
    const signed = await signDeliveryUrl(URL_TO_SIGN, KEY, 1893456000);

    expect(signed).toBe(
      `${URL_TO_SIGN}?exp=1893456000&sig=4d2e2635b56cfd0b6bed1530150117b5ca8e6029efc691e75a18535e0b833f10`,
    );
  });

  it('without an end is accepted', async () => {
    expect(verify(await signDeliveryUrl(URL_TO_SIGN, KEY))).toEqual({});
  });

  it('is accepted by delivery for every id, key and query', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        fc.string({ minLength: 1, maxLength: 40 }),
        fc.dictionary(
          fc.string({ minLength: 1, maxLength: 5 }).filter((name) => !['exp', 'sig'].includes(name)),
          fc.string({ maxLength: 5 }),
        ),
        async (id, key, query) => {
          const url = new URL(`https://images.example.net/hash/${encodeURIComponent(id)}/public`);
          for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);

          const signed = await signDeliveryUrl(url, key, 1893456000);

          expect(verify(signed, key)).toEqual({ expiresAtSeconds: 1893456000 });
          expect(verify(signed, `${key}x`)).toBeUndefined();
        },
      ),
    );
  });
});
