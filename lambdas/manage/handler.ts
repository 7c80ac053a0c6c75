import { type CreateBatchTokenDeps, createBatchToken } from '../core/batch-token';
import { type DeleteImageDeps, deleteImage } from '../core/delete-image';
import { type EditImageDeps, editImage } from '../core/edit-image';
import type { ControlEvent, RouteHandlers } from '../http/control-event';
import { type ControlDeps, createControlHandler } from '../http/control-handler';
import { success } from '../http/envelope';
import { readImageFields } from '../http/image-fields';
import { type RenderDeps, rendererFor } from '../http/image-renderer';
import { pathParameter } from '../http/path-parameter';
import { type SettingsRoutesDeps, settingsRoutes } from './settings-routes';
import { type WebhookRoutesDeps, webhookRoutes } from './webhook-routes';

/** What the manage function needs. */
export type ManageDeps = CreateBatchTokenDeps &
  DeleteImageDeps &
  EditImageDeps &
  SettingsRoutesDeps &
  WebhookRoutesDeps &
  ControlDeps &
  RenderDeps;

/** Contract 3.7: `result` is an empty object. */
const remove = async (event: ControlEvent, deps: ManageDeps) => {
  await deleteImage(event.accountId, pathParameter(event, 'image_id'), deps);
  return success({});
};

/**
 * Contract 3.6. `id`, `url` and `file` in the body are ignored: Terraform sends its whole model (contract 1.2). A null
 * access flag, which has no meaning, leaves the flag alone. What the answer needs is read first, so that no failure follows
 * an edit that was made.
 */
const edit = async (event: ControlEvent, deps: ManageDeps) => {
  const { metadata, requireSignedURLs, creator } = readImageFields(event.parsedBody);
  const render = await rendererFor(event.accountId, deps);
  const image = await editImage(
    {
      accountId: event.accountId,
      id: pathParameter(event, 'image_id'),
      metadata,
      creator,
      requireSignedURLs: requireSignedURLs ?? undefined,
    },
    deps,
  );
  return success(render(image));
};

/** Everything that changes what exists already, and what shows or makes secrets. */
export const createHandler = (deps: ManageDeps) => {
  const handlers: RouteHandlers<'manage'> = {
    ...settingsRoutes(deps),
    ...webhookRoutes(deps),
    'GET /client/v4/accounts/{account_id}/images/v1/batch_token': async ({ caller }) =>
      success(await createBatchToken(caller, deps)),
    'PATCH /client/v4/accounts/{account_id}/images/v1/{image_id+}': (event) => edit(event, deps),
    'DELETE /client/v4/accounts/{account_id}/images/v1/{image_id+}': (event) => remove(event, deps),
  };
  return createControlHandler(handlers, deps);
};
