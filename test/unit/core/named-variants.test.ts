import { accountHash } from '../../../lambdas/core/account';
import { createVariant } from '../../../lambdas/core/create-variant';
import { deleteVariant } from '../../../lambdas/core/delete-variant';
import { editConfig } from '../../../lambdas/core/edit-config';
import { editVariant } from '../../../lambdas/core/edit-variant';
import { getVariant } from '../../../lambdas/core/get-variant';
import type { Variant } from '../../../lambdas/core/variant';
import { ACCOUNT } from '../../support/image-fixtures';
import { InMemorySettings } from '../../support/in-memory/in-memory-settings';
import { RecordingDeliveryCache } from '../../support/in-memory/recording-delivery-cache';

const HERO: Variant = {
  id: 'hero',
  options: { fit: 'cover', metadata: 'none', width: 10 },
  neverRequireSignedURLs: false,
};

const setUp = () => {
  const settings = new InMemorySettings();
  const cache = new RecordingDeliveryCache();
  return { deps: { settings, editor: settings, cache }, cache };
};

describe('named variants', () => {
  it('are there once they are created, and need no purge', async () => {
    const { deps, cache } = setUp();

    await createVariant(ACCOUNT, HERO, deps);

    await expect(getVariant(ACCOUNT, 'hero', deps)).resolves.toEqual(HERO);
    expect(cache.purged).toEqual([]);
  });

  it('drop the account’s cached answers when they change or go', async () => {
    const { deps, cache } = setUp();
    await createVariant(ACCOUNT, HERO, deps);

    await editVariant(ACCOUNT, 'hero', { options: HERO.options, neverRequireSignedURLs: true }, deps);
    await deleteVariant(ACCOUNT, 'hero', deps);

    expect(cache.purged).toEqual([accountHash(ACCOUNT), accountHash(ACCOUNT)]);
  });

  it.each([
    ['shown', (deps: ReturnType<typeof setUp>['deps']) => getVariant(ACCOUNT, 'hero', deps)],
    ['edited', (deps: ReturnType<typeof setUp>['deps']) => editVariant(ACCOUNT, 'hero', HERO, deps)],
    ['deleted', (deps: ReturnType<typeof setUp>['deps']) => deleteVariant(ACCOUNT, 'hero', deps)],
  ])('that are unknown are not %s, and nothing is purged', async (_what, use) => {
    const { deps, cache } = setUp();

    await expect(use(deps)).rejects.toMatchObject({
      code: 'resource-not-found',
      message: 'Variant not found',
    });
    expect(cache.purged).toEqual([]);
  });

  it('always include public', async () => {
    const { deps } = setUp();

    await expect(deleteVariant(ACCOUNT, 'public', deps)).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(deleteVariant(ACCOUNT, 'thumbnail', deps)).resolves.toBeUndefined();
  });
});

describe('the configuration', () => {
  it('is answered whole, and drops cached answers', async () => {
    const { deps, cache } = setUp();

    const config = await editConfig(ACCOUNT, { flexible_variants: true }, deps);

    expect(config).toEqual({ flexible_variants: true });
    expect(cache.purged).toEqual([accountHash(ACCOUNT)]);
  });
});
