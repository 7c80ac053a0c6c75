/** The functions behind the control API. */
export type ControlFunction = 'mint' | 'read' | 'manage';

/** One route of the control API, in HTTP API syntax (`{image_id+}` takes the rest of the path). */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly function: ControlFunction;
}

const images = '/client/v4/accounts/{account_id}/images';

/**
 * Every route of the control API, in one list: the construct creates API Gateway's routes from it, handlers
 * dispatch on it, and the `$default` route tells 405 from 404 with it.
 */
export const ROUTES = [
  { method: 'POST', path: `${images}/v2/direct_upload`, function: 'mint' },
  { method: 'POST', path: `${images}/v1/direct_upload`, function: 'mint' },
  { method: 'GET', path: `${images}/v2`, function: 'read' },
  { method: 'GET', path: `${images}/v1`, function: 'read' },
  { method: 'GET', path: `${images}/v1/variants`, function: 'read' },
  { method: 'POST', path: `${images}/v1/variants`, function: 'manage' },
  { method: 'GET', path: `${images}/v1/variants/{variant_id}`, function: 'read' },
  { method: 'PATCH', path: `${images}/v1/variants/{variant_id}`, function: 'manage' },
  { method: 'DELETE', path: `${images}/v1/variants/{variant_id}`, function: 'manage' },
  { method: 'GET', path: `${images}/v1/keys`, function: 'manage' },
  { method: 'PUT', path: `${images}/v1/keys/{signing_key_name}`, function: 'manage' },
  { method: 'DELETE', path: `${images}/v1/keys/{signing_key_name}`, function: 'manage' },
  { method: 'GET', path: `${images}/v1/config`, function: 'read' },
  { method: 'PATCH', path: `${images}/v1/config`, function: 'manage' },
  { method: 'GET', path: `${images}/v1/{image_id+}`, function: 'read' },
  { method: 'PATCH', path: `${images}/v1/{image_id+}`, function: 'manage' },
  { method: 'DELETE', path: `${images}/v1/{image_id+}`, function: 'manage' },
] as const satisfies readonly Route[];
