import type { SigningKeyRepository } from '../../../lambdas/core/signing-keys';

const HASH = 'hash';
const ONE = { name: 'one', value: '1' };
const TWO = { name: 'two', value: '2' };

/** What every repository of signing keys must do, whatever it is made of. */
export const describeSigningKeys = (setUp: () => Promise<SigningKeyRepository>): void => {
  it('has none of an account that never had any', async () => {
    const keys = await setUp();

    expect(await keys.list(HASH)).toEqual([]);
  });

  it('keeps what the change makes of them, of one account only', async () => {
    const keys = await setUp();

    await keys.change(HASH, () => [ONE]);
    const changed = await keys.change(HASH, (stored) => [...stored, TWO]);
    await keys.change('another', () => [TWO]);

    expect(changed).toEqual([ONE, TWO]);
    expect(await keys.list(HASH)).toEqual([ONE, TWO]);
  });

  it('keeps them when the change throws or changes nothing', async () => {
    const keys = await setUp();
    await keys.change(HASH, () => [ONE]);

    await expect(
      keys.change(HASH, () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await expect(keys.change(HASH, (stored) => stored)).resolves.toEqual([ONE]);

    expect(await keys.list(HASH)).toEqual([ONE]);
  });
};
