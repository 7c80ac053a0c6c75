import { accountHash } from '../../../lambdas/core/account';
import type { ControlEvent } from '../../../lambdas/http/control-event';
import { settingsRoutes } from '../../../lambdas/manage/settings-routes';
import { settingsRoutes as readRoutes } from '../../../lambdas/read/settings-routes';
import { ACCOUNT } from '../../support/image-fixtures';
import { InMemorySettings } from '../../support/in-memory/in-memory-settings';
import { InMemorySigningKeys } from '../../support/in-memory/in-memory-signing-keys';
import { RecordingDeliveryCache } from '../../support/in-memory/recording-delivery-cache';

const ROOT = '/client/v4/accounts/{account_id}/images/v1';
const HERO = {
  id: 'hero',
  options: { fit: 'cover', metadata: 'none', width: 9 },
  neverRequireSignedURLs: false,
};

const setUp = () => {
  const settings = new InMemorySettings();
  const cache = new RecordingDeliveryCache();
  const routes: Readonly<
    Record<string, (event: ControlEvent) => Promise<{ statusCode?: number; body?: string }>>
  > = {
    ...settingsRoutes({
      editor: settings,
      signingKeys: new InMemorySigningKeys(),
      cache,
      newSigningKey: () => 'secret',
    }),
    ...readRoutes({ settings }),
  };
  const call = async (
    route: string,
    pathParameters: Record<string, string> = {},
    value?: Record<string, unknown>,
  ) => {
    const [method, path] = route.split(' ');
    const event = {
      accountId: ACCOUNT,
      pathParameters,
      parsedBody: value ? { kind: 'json', value } : { kind: 'form', fields: [], files: [] },
    };
    const answer = await routes[`${method} ${ROOT}${path}`]?.(event as unknown as ControlEvent);
    return JSON.parse(answer?.body ?? '').result;
  };
  return { call, cache };
};

describe('the routes of account settings', () => {
  it('list variants as a map by id', async () => {
    const { call } = setUp();
    await call('POST /variants', {}, HERO);

    const { variants } = await call('GET /variants');

    expect(Object.keys(variants).sort()).toEqual(['hero', 'public', 'thumbnail']);
    expect(variants.hero).toEqual(HERO);
  });

  it('answer a variant when it is made, shown and edited, and an empty object when it is deleted', async () => {
    const { call } = setUp();
    const path = { variant_id: 'hero' };

    expect(await call('POST /variants', {}, HERO)).toEqual({ variant: HERO });
    expect(await call('GET /variants/{variant_id}', path)).toEqual({ variant: HERO });
    expect(await call('PATCH /variants/{variant_id}', path, { options: { width: 5 } })).toEqual({
      variant: { ...HERO, options: { fit: 'scale-down', metadata: 'none', width: 5 } },
    });
    expect(await call('DELETE /variants/{variant_id}', path)).toEqual({});
    await expect(call('GET /variants/{variant_id}', path)).rejects.toMatchObject({
      code: 'resource-not-found',
    });
  });

  it('answer all keys whatever is done with one', async () => {
    const { call } = setUp();
    const path = { signing_key_name: 'second' };

    expect(await call('GET /keys')).toEqual({ keys: [{ name: 'default', value: 'secret' }] });
    expect((await call('PUT /keys/{signing_key_name}', path)).keys).toHaveLength(2);
    expect((await call('DELETE /keys/{signing_key_name}', path)).keys).toHaveLength(1);
    await expect(call('PUT /keys/{signing_key_name}', { signing_key_name: 'a b' })).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });

  it('answer the whole configuration', async () => {
    const { call, cache } = setUp();

    expect(await call('GET /config')).toEqual({ flexible_variants: false });
    expect(await call('PATCH /config', {}, { browser_ttl: 3600 })).toEqual({
      flexible_variants: false,
      browser_ttl: 3600,
    });
    expect(await call('GET /config')).toEqual({ flexible_variants: false, browser_ttl: 3600 });
    expect(cache.purged).toEqual([accountHash(ACCOUNT)]);
  });
});
