import { type CreateVariantDeps, createVariant } from '../core/create-variant';
import { type DeleteSigningKeyDeps, deleteSigningKey } from '../core/delete-signing-key';
import { type DeleteVariantDeps, deleteVariant } from '../core/delete-variant';
import { type EditConfigDeps, editConfig } from '../core/edit-config';
import { type EditVariantDeps, editVariant } from '../core/edit-variant';
import { listSigningKeys } from '../core/list-signing-keys';
import { putSigningKey } from '../core/put-signing-key';
import type { ControlEvent, RouteHandlers } from '../http/control-event';
import { success } from '../http/envelope';
import { pathParameter } from '../http/path-parameter';
import { readConfigEdit, readKeyName, readNewVariant, readVariantEdit } from '../http/settings-fields';

/** What the account settings' routes need. */
export type SettingsRoutesDeps = CreateVariantDeps &
  EditVariantDeps &
  DeleteVariantDeps &
  DeleteSigningKeyDeps &
  EditConfigDeps;

const variantIdOf = (event: ControlEvent): string => pathParameter(event, 'variant_id');
const keyNameOf = (event: ControlEvent): string => readKeyName(pathParameter(event, 'signing_key_name'));

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
