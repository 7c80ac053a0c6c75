import { type DeleteImageDeps, deleteImage } from '../core/delete-image';
import type { ControlEvent, RouteHandlers } from '../http/control-event';
import { type ControlDeps, createControlHandler } from '../http/control-handler';
import { success } from '../http/envelope';
import { imageIdOf } from '../http/path';
import { type SettingsRoutesDeps, settingsRoutes } from './settings-routes';

/** What the manage function needs. */
export type ManageDeps = DeleteImageDeps & SettingsRoutesDeps & ControlDeps;

/** Contract 3.7: `result` is an empty object. */
const remove = async (event: ControlEvent, deps: ManageDeps) => {
  await deleteImage(event.accountId, imageIdOf(event), deps);
  return success({});
};

/** Everything that changes what exists already. */
export const createHandler = (deps: ManageDeps) => {
  const handlers: RouteHandlers<'manage'> = {
    ...settingsRoutes(deps),
    'DELETE /client/v4/accounts/{account_id}/images/v1/{image_id+}': (event) => remove(event, deps),
  };
  return createControlHandler(handlers, deps);
};
