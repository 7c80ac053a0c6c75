import type { SettingsRepository } from '../../../lambdas/core/ports';
import { DEFAULT_SETTINGS } from '../../../lambdas/core/settings';
import type { SettingsEditor } from '../../../lambdas/core/settings-editor';
import type { Variant } from '../../../lambdas/core/variant';

const HASH = 'hash';

const variant = (id: string, width = 10): Variant => ({
  id,
  options: { fit: 'cover', metadata: 'none', width },
  neverRequireSignedURLs: false,
});

/** What settings and their editor promise, together, whatever keeps them. */
export const describeSettings = (
  setUp: () => Promise<{ settings: Pick<SettingsRepository, 'get'>; editor: SettingsEditor }>,
): void => {
  const variantIds = async (settings: Pick<SettingsRepository, 'get'>) =>
    (await settings.get(HASH)).variants.map(({ id }) => id);

  describe('variants', () => {
    it('start with public and thumbnail, and keep them when one is added', async () => {
      const { settings, editor } = await setUp();

      await editor.addVariant(HASH, variant('hero'));

      const { variants } = await settings.get(HASH);
      expect(variants).toEqual([DEFAULT_SETTINGS.variants[0], variant('hero'), DEFAULT_SETTINGS.variants[1]]);
    });

    it.each(['constructor', 'prototype', 'toString', 'hasOwnProperty'])(
      'may be called as what every object has: %s',
      async (id) => {
        const { settings, editor } = await setUp();
        const change = { options: variant(id, 2).options };

        expect(await editor.changeVariant(HASH, id, change)).toBeUndefined();
        expect(await editor.removeVariant(HASH, id)).toBe(false);
        await editor.addVariant(HASH, variant(id, 1));
        expect(await editor.changeVariant(HASH, id, change)).toEqual(variant(id, 2));

        expect((await settings.get(HASH)).variants).toContainEqual(variant(id, 2));
        expect(await editor.removeVariant(HASH, id)).toBe(true);
      },
    );

    it('are refused when the id is taken, also by a default that nobody stored', async () => {
      const { settings, editor } = await setUp();

      await expect(editor.addVariant(HASH, variant('thumbnail'))).rejects.toMatchObject({
        code: 'already-exists',
      });
      await editor.addVariant(HASH, variant('hero', 1));
      await expect(editor.addVariant(HASH, variant('hero', 2))).rejects.toMatchObject({
        code: 'already-exists',
      });

      expect((await settings.get(HASH)).variants).toContainEqual(variant('hero', 1));
    });

    it('are a hundred at most, however many come at once', async () => {
      const { settings, editor } = await setUp();
      for (let index = 0; index < 95; index += 1) await editor.addVariant(HASH, variant(`v${index}`));

      const results = await Promise.allSettled(
        Array.from({ length: 6 }, (_, index) => editor.addVariant(HASH, variant(`late${index}`))),
      );

      const refused = results.filter((result) => result.status === 'rejected');
      expect(refused.map(({ reason }) => reason)).toEqual(
        Array(3).fill(expect.objectContaining({ code: 'invalid-request' })),
      );
      expect(await variantIds(settings)).toHaveLength(100);
    });

    it('of one id are added once by many at once', async () => {
      const { settings, editor } = await setUp();

      const results = await Promise.allSettled(
        Array.from({ length: 4 }, (_, index) => editor.addVariant(HASH, variant('hero', index + 1))),
      );

      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await variantIds(settings)).toEqual(['public', 'hero', 'thumbnail']);
    });

    it('have their options replaced, and a flag that is not named kept', async () => {
      const { settings, editor } = await setUp();
      await editor.addVariant(HASH, { ...variant('hero'), neverRequireSignedURLs: true });
      const options = { fit: 'pad', metadata: 'keep', height: 7, blur: 3, browser_ttl: 3600 } as const;

      const changed = await editor.changeVariant(HASH, 'hero', { options });

      expect(changed).toEqual({ id: 'hero', options, neverRequireSignedURLs: true });
      expect((await settings.get(HASH)).variants).toContainEqual(changed);
      await expect(
        editor.changeVariant(HASH, 'hero', { options, neverRequireSignedURLs: false }),
      ).resolves.toMatchObject({ neverRequireSignedURLs: false });
    });

    it('can be changed and removed although they are defaults', async () => {
      const { settings, editor } = await setUp();
      const { options } = variant('public', 5);

      await expect(editor.changeVariant(HASH, 'public', { options })).resolves.toMatchObject({ options });
      await expect(editor.removeVariant(HASH, 'thumbnail')).resolves.toBe(true);

      expect((await settings.get(HASH)).variants).toEqual([variant('public', 5)]);
    });

    it('are unknown until they are added and after they are removed', async () => {
      const { settings, editor } = await setUp();
      const { options } = variant('hero');

      await expect(editor.changeVariant(HASH, 'hero', { options })).resolves.toBeUndefined();
      await expect(editor.removeVariant(HASH, 'hero')).resolves.toBe(false);
      await editor.addVariant(HASH, variant('hero'));
      await expect(editor.removeVariant(HASH, 'hero')).resolves.toBe(true);
      await expect(editor.removeVariant(HASH, 'hero')).resolves.toBe(false);

      expect(await variantIds(settings)).toEqual(['public', 'thumbnail']);
    });

    it('belong to one account', async () => {
      const { settings, editor } = await setUp();

      await editor.addVariant('another', variant('hero'));

      expect(await variantIds(settings)).toEqual(['public', 'thumbnail']);
    });
  });

  describe('configuration', () => {
    it('changes field by field, and null goes back to the default', async () => {
      const { settings, editor } = await setUp();

      const steps = [
        await editor.changeConfig(HASH, {}),
        await editor.changeConfig(HASH, { browser_ttl: 3600 }),
        await editor.changeConfig(HASH, { flexible_variants: true }),
        await editor.changeConfig(HASH, { flexible_variants: false, browser_ttl: null }),
        await editor.changeConfig(HASH, { browser_ttl: null }),
      ];

      expect(steps).toEqual([
        { flexible_variants: false },
        { flexible_variants: false, browser_ttl: 3600 },
        { flexible_variants: true, browser_ttl: 3600 },
        { flexible_variants: false },
        { flexible_variants: false },
      ]);
      expect((await settings.get(HASH)).config).toEqual({ flexible_variants: false });
    });

    it('does not touch the rest', async () => {
      const { settings, editor } = await setUp();
      await editor.addVariant(HASH, variant('hero'));

      await editor.changeConfig(HASH, { flexible_variants: true });

      expect(await variantIds(settings)).toEqual(['public', 'hero', 'thumbnail']);
    });
  });
};
