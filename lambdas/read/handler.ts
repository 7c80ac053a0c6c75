import { accountHash } from '../core/account';
import { type GetBlobDeps, getBlob } from '../core/get-blob';
import { getImage } from '../core/get-image';
import type { Image } from '../core/image';
import { listImages } from '../core/list-images';
import { listImagesByPage } from '../core/list-images-by-page';
import type { CursorSecret, ImageCounter, ImageIndex } from '../core/ports';
import type { RenderedImage } from '../core/render-image';
import { blobAnswer } from '../http/blob-answer';
import type { ControlEvent, RouteHandlers } from '../http/control-event';
import { type ControlDeps, createControlHandler } from '../http/control-handler';
import { success } from '../http/envelope';
import type { GatewayHandler } from '../http/gateway-handler';
import { type RenderDeps, rendererFor } from '../http/image-renderer';
import { readCursorListQuery, readPageListQuery } from '../http/list-query';
import { createOpenHandler } from '../http/open-handler';
import { pathParameter } from '../http/path-parameter';
import { OPENAPI_ROUTE } from '../http/routes';
import { openApiAnswer } from './openapi-answer';
import { settingsRoutes } from './settings-routes';

/** What the read function needs. */
export interface ReadDeps extends GetBlobDeps, RenderDeps, ControlDeps {
  readonly index: ImageIndex;
  readonly secret: CursorSecret;
  readonly counter: ImageCounter;
  /** The quota that `stats` reports beside the count (contract 3.13); nothing is refused past it. */
  readonly imagesAllowed: number;
}

/** A greedy path parameter is the last thing in a route, so `/blob` is part of it. */
const BLOB = '/blob';

/**
 * An id may itself end in `/blob`: with its slash encoded it is the image's own path (contract 3.4, "Collisions"). The id
 * `blob` has nothing before it whose original it could be.
 */
const get = async (event: ControlEvent, deps: ReadDeps) => {
  const imageId = pathParameter(event, 'image_id');
  if (event.path.endsWith(BLOB) && imageId.endsWith(BLOB)) {
    return blobAnswer(await getBlob(event.accountId, imageId.slice(0, -BLOB.length), deps));
  }
  const render = await rendererFor(event.accountId, deps);
  return success(render(await getImage(event.accountId, imageId, deps)));
};

/** UTF-8 bytes of an image in an answer. */
const sizeIn =
  (render: (image: Image) => RenderedImage) =>
  (image: Image): number =>
    Buffer.byteLength(JSON.stringify(render(image)), 'utf8');

/** Contract 3.10. */
const listByCursor = async (event: ControlEvent, deps: ReadDeps) => {
  const query = readCursorListQuery(event.query);
  const render = await rendererFor(event.accountId, deps);
  const sizeOf = sizeIn(render);
  const page = await listImages({ accountId: event.accountId, ...query }, { ...deps, sizeOf });
  return success({ images: page.images.map(render), continuation_token: page.continuationToken });
};

/** Contract 3.9. */
const listByPage = async (event: ControlEvent, deps: ReadDeps) => {
  const query = readPageListQuery(event.query);
  const render = await rendererFor(event.accountId, deps);
  const sizeOf = sizeIn(render);
  const images = await listImagesByPage({ accountId: event.accountId, ...query }, { ...deps, sizeOf });
  const result_info = { page: query.page, per_page: query.perPage, count: images.length };
  return success({ images: images.map(render) }, { result_info });
};

/** Contract 3.13. */
const stats = async ({ accountId }: ControlEvent, { counter, imagesAllowed }: ReadDeps) =>
  success({ count: { current: await counter.count(accountHash(accountId)), allowed: imagesAllowed } });

/** The GETs of the control API that show no secrets, and the methods that a path does not have. */
export const createHandler = (deps: ReadDeps): GatewayHandler => {
  const handlers: RouteHandlers<'read'> = {
    ...settingsRoutes(deps),
    'GET /client/v4/accounts/{account_id}/images/v2': (event) => listByCursor(event, deps),
    'GET /client/v4/accounts/{account_id}/images/v1': (event) => listByPage(event, deps),
    'GET /client/v4/accounts/{account_id}/images/v1/stats': (event) => stats(event, deps),
    'GET /client/v4/accounts/{account_id}/images/v1/{image_id+}': (event) => get(event, deps),
  };
  const control = createControlHandler(handlers, deps);
  const open = createOpenHandler(openApiAnswer, deps);
  return (event, context) => {
    const isDocument =
      event.httpMethod === OPENAPI_ROUTE.method && event.requestContext.path === OPENAPI_ROUTE.path;
    return isDocument ? open(event, context) : control(event, context);
  };
};
