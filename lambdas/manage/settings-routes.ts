import { type EditConfigDeps, editConfig } from '../core/edit-config';
import {
  deleteSigningKey,
  type EditSigningKeysDeps,
  listSigningKeys,
  putSigningKey,
} from '../core/edit-signing-keys';
import { createVariant, deleteVariant, type EditVariantsDeps, editVariant } from '../core/edit-variants';
import type { ControlEvent, RouteHandlers } from '../http/control-event';
import { success } from '../http/envelope';
import { readConfigEdit, readKeyName, readNewVariant, readVariantEdit } from '../http/settings-fields';

/** What the account settings' routes need. */
export type SettingsRoutesDeps = EditVariantsDeps & EditSigningKeysDeps & EditConfigDeps;

const variantIdOf = (event: ControlEvent): string => event.pathParameters?.['variant_id'] ?? '';
const keyNameOf = (event: ControlEvent): string => readKeyName(event.pathParameters?.['signing_key_name']);

const account = '/client/v4/accounts/{account_id}/images/v1';

/**
 * Variants, signing keys and configuration (contract 3.11, 3.12, 3.14). Listing the keys is here and not among the
 * reads: it shows secrets, and it makes the default key of an account that has none.
 */
export const settingsRoutes = (deps: SettingsRoutesDeps) =>
  ({
    [`POST ${account}/variants`]: async ({ accountId, parsedBody }: ControlEvent) =>
      success({ variant: await createVariant(accountId, readNewVariant(parsedBody), deps) }),
    [`PATCH ${account}/variants/{variant_id}`]: async (event: ControlEvent) =>
      success({
        variant: await editVariant(
          event.accountId,
          variantIdOf(event),
          readVariantEdit(event.parsedBody),
          deps,
        ),
      }),
    [`DELETE ${account}/variants/{variant_id}`]: async (event: ControlEvent) => {
      await deleteVariant(event.accountId, variantIdOf(event), deps);
      return success({});
    },
    [`GET ${account}/keys`]: async ({ accountId }: ControlEvent) =>
      success({ keys: await listSigningKeys(accountId, deps) }),
    [`PUT ${account}/keys/{signing_key_name}`]: async (event: ControlEvent) =>
      success({ keys: await putSigningKey(event.accountId, keyNameOf(event), deps) }),
    [`DELETE ${account}/keys/{signing_key_name}`]: async (event: ControlEvent) =>
      success({ keys: await deleteSigningKey(event.accountId, keyNameOf(event), deps) }),
    [`PATCH ${account}/config`]: async ({ accountId, parsedBody }: ControlEvent) =>
      success(await editConfig(accountId, readConfigEdit(parsedBody), deps)),
  }) as const satisfies Partial<RouteHandlers<'manage'>>;
