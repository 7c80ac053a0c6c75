import type { RouteKey } from '../control-event';
import { accountRouteKey, type ControlFunction, OPENAPI_ROUTE, ROUTES, type Route } from '../routes';
import { type Operation, type OperationObject, openOperation, tokenOperation } from './operation';
import { DIRECT_UPLOAD_OPERATIONS } from './operations/direct-uploads';
import { DOCUMENT_OPERATION } from './operations/document';
import { BLOB_OPERATION, IMAGE_OPERATIONS } from './operations/images';
import { SETTINGS_OPERATIONS } from './operations/settings';
import { UPLOAD_OPERATIONS, UPLOAD_PATH } from './operations/upload';
import { WEBHOOK_OPERATIONS } from './operations/webhooks';

interface Server {
  readonly url: string;
  readonly description?: string;
  readonly variables?: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
}

/** An OpenAPI path item. */
export interface PathItem {
  readonly servers?: readonly Server[];
  readonly [method: string]: OperationObject | readonly Server[] | undefined;
}

/** One operation for each route of an account: a route without one does not compile. */
const OPERATIONS: Readonly<Record<RouteKey<ControlFunction>, Operation>> = {
  ...DIRECT_UPLOAD_OPERATIONS,
  ...IMAGE_OPERATIONS,
  ...SETTINGS_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
};

/** Relative to the document's own URL, so that the document is true wherever the service is deployed. */
export const SERVERS: readonly Server[] = [{ url: '/client/v4', description: 'The control API.' }];
const BATCH_SERVERS: readonly Server[] = [{ url: '/', description: 'The control API, for batch tokens.' }];
const UPLOAD_SERVERS: readonly Server[] = [
  {
    url: '{uploads}',
    description: 'What `uploadURL` starts with.',
    variables: {
      uploads: { default: 'https://uploads.example.net', description: 'An output of the stack.' },
    },
  },
];

const ACCOUNT_PREFIX = '/client/v4';

/** `{image_id+}` is API Gateway's; OpenAPI has no parameter that holds slashes. */
const openApiPath = (path: string): string =>
  path.replace('+}', '}').replace(new RegExp(`^${ACCOUNT_PREFIX}`), '');

/** The account-less twin of an operation has a name of its own. */
const batchTwin = (operation: Operation): Operation => ({
  ...operation,
  operationId: `batch${operation.operationId.charAt(0).toUpperCase()}${operation.operationId.slice(1)}`,
  summary: `${operation.summary} (batch API)`,
});

interface Entry {
  readonly path: string;
  readonly item: PathItem;
}

const entriesOf = (route: Route): Entry[] => {
  const path = openApiPath(route.path);
  const method = route.method.toLowerCase();
  if (route.path === OPENAPI_ROUTE.path)
    return [{ path, item: { [method]: openOperation(DOCUMENT_OPERATION, path) } }];
  const isBatch = !route.path.startsWith(ACCOUNT_PREFIX);
  const servers = isBatch ? { servers: BATCH_SERVERS } : {};
  const key = accountRouteKey(`${route.method} ${route.path}`) as RouteKey<ControlFunction>;
  const entry = (at: string, operation: Operation): Entry => ({
    path: at,
    item: { ...servers, [method]: tokenOperation(isBatch ? batchTwin(operation) : operation, at) },
  });
  const isImage = route.method === 'GET' && route.path.endsWith('{image_id+}');
  return [entry(path, OPERATIONS[key]), ...(isImage ? [entry(`${path}/blob`, BLOB_OPERATION)] : [])];
};

const UPLOAD_ENTRIES: readonly Entry[] = Object.entries(UPLOAD_OPERATIONS).map(([method, operation]) => ({
  path: UPLOAD_PATH,
  item: { servers: UPLOAD_SERVERS, [method]: openOperation(operation, UPLOAD_PATH) },
}));

/** The document's `paths`: every route of the control API, the original's bytes, and the upload URL. */
export const openApiPaths = (): Record<string, PathItem> => {
  const paths: Record<string, PathItem> = {};
  for (const { path, item } of [...ROUTES.flatMap(entriesOf), ...UPLOAD_ENTRIES]) {
    paths[path] = { ...paths[path], ...item };
  }
  return paths;
};
