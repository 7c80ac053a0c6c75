/** The functions behind the control API. */
export type ControlFunction = 'mint' | 'create' | 'read' | 'manage';

/** One route of the control API, in API Gateway's syntax (`{image_id+}` takes the rest of the path). */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly function: ControlFunction;
}

const account = '/client/v4/accounts/{account_id}';
const images = `${account}/images` as const;
const webhooks = `${account}/alerting/v3/destinations/webhooks` as const;

/** The routes that name their account; handlers dispatch on these. */
export const ACCOUNT_ROUTES = [
  { method: 'POST', path: `${images}/v2/direct_upload`, function: 'mint' },
  { method: 'POST', path: `${images}/v1/direct_upload`, function: 'mint' },
  { method: 'GET', path: `${images}/v2`, function: 'read' },
  { method: 'GET', path: `${images}/v1`, function: 'read' },
  { method: 'POST', path: `${images}/v1`, function: 'create' },
  { method: 'GET', path: `${images}/v1/batch_token`, function: 'manage' },
  { method: 'GET', path: `${images}/v1/variants`, function: 'read' },
  { method: 'POST', path: `${images}/v1/variants`, function: 'manage' },
  { method: 'GET', path: `${images}/v1/variants/{variant_id}`, function: 'read' },
  { method: 'PATCH', path: `${images}/v1/variants/{variant_id}`, function: 'manage' },
  { method: 'DELETE', path: `${images}/v1/variants/{variant_id}`, function: 'manage' },
  { method: 'GET', path: `${images}/v1/keys`, function: 'manage' },
  { method: 'PUT', path: `${images}/v1/keys/{signing_key_name}`, function: 'manage' },
  { method: 'DELETE', path: `${images}/v1/keys/{signing_key_name}`, function: 'manage' },
  { method: 'GET', path: `${images}/v1/stats`, function: 'read' },
  { method: 'GET', path: `${images}/v1/config`, function: 'read' },
  { method: 'PATCH', path: `${images}/v1/config`, function: 'manage' },
  { method: 'GET', path: `${images}/v1/{image_id+}`, function: 'read' },
  { method: 'PATCH', path: `${images}/v1/{image_id+}`, function: 'manage' },
  { method: 'DELETE', path: `${images}/v1/{image_id+}`, function: 'manage' },
  { method: 'GET', path: webhooks, function: 'manage' },
  { method: 'POST', path: webhooks, function: 'manage' },
  { method: 'GET', path: `${webhooks}/{webhook_id}`, function: 'manage' },
  { method: 'PUT', path: `${webhooks}/{webhook_id}`, function: 'manage' },
  { method: 'DELETE', path: `${webhooks}/{webhook_id}`, function: 'manage' },
] as const satisfies readonly Route[];

/** Answered without a token: the document that describes all others. */
export const OPENAPI_ROUTE = {
  method: 'GET',
  path: '/client/v4/openapi.json',
  function: 'read',
} as const satisfies Route;

/** What the batch API offers (contract 3.15): images, and no settings, keys or tokens. */
const BATCH_PATHS: readonly string[] = [
  '/images/v1',
  '/images/v1/{image_id+}',
  '/images/v2',
  '/images/v2/direct_upload',
];

/** The same resources without the account, which is the token's own then (contract 3.15). */
const batchRoutes = (ACCOUNT_ROUTES as readonly Route[])
  .map((route) => ({ ...route, path: route.path.slice(account.length) }))
  .filter(({ path }) => BATCH_PATHS.includes(path));

/**
 * Every route of the control API, in one list: the construct creates API Gateway's methods from it, and the functions
 * read paths with it.
 */
export const ROUTES: readonly Route[] = [...ACCOUNT_ROUTES, ...batchRoutes, OPENAPI_ROUTE];

/** The key that handlers know: of a route without an account, that of its twin with one. */
export const accountRouteKey = (routeKey: string): string =>
  routeKey.replace(/ (?=\/images\/)/, ` ${account}`);
