import { accountHash } from '../core/account';
import { getVariant } from '../core/get-variant';
import type { SettingsRepository } from '../core/ports';
import type { ControlEvent, RouteHandlers } from '../http/control-event';
import { success } from '../http/envelope';
import { pathParameter } from '../http/path-parameter';

/** What the account settings' routes need. */
export interface SettingsRoutesDeps {
  readonly settings: Pick<SettingsRepository, 'get'>;
}

const account = '/client/v4/accounts/{account_id}/images/v1';

/** Contract 3.12: a map by id, not a list. */
const listVariants = async ({ accountId }: ControlEvent, { settings }: SettingsRoutesDeps) => {
  const { variants } = await settings.get(accountHash(accountId));
  return success({ variants: Object.fromEntries(variants.map((variant) => [variant.id, variant])) });
};

/** Looking at variants and configuration (contract 3.12, 3.14). */
export const settingsRoutes = (deps: SettingsRoutesDeps) =>
  ({
    [`GET ${account}/variants`]: (event: ControlEvent) => listVariants(event, deps),
    [`GET ${account}/variants/{variant_id}`]: async (event: ControlEvent) =>
      success({ variant: await getVariant(event.accountId, pathParameter(event, 'variant_id'), deps) }),
    [`GET ${account}/config`]: async ({ accountId }: ControlEvent) =>
      success((await deps.settings.get(accountHash(accountId))).config),
  }) as const satisfies Partial<RouteHandlers<'read'>>;
