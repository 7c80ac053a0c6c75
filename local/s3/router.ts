import type { S3Request } from './http/s3-request';
import { copyObject } from './operations/copy-object';
import { deleteObject } from './operations/delete-object';
import { deleteObjects } from './operations/delete-objects';
import { getObject } from './operations/get-object';
import { headBucket } from './operations/head-bucket';
import { headObject } from './operations/head-object';
import { listObjectsV2 } from './operations/list-objects-v2';
import { RESPONSE_OVERRIDES } from './operations/object-headers';
import type { SignedOperation } from './operations/operation';
import { putObject } from './operations/put-object';
import { notImplemented, S3Error } from './s3-error';

/** Where a request goes. */
export interface Route {
  /** An operation that wants a signed request; `form` is the form upload, which is signed inside its body. */
  readonly run: SignedOperation | 'form';
  /** Query parameters (besides those that sign) that the operation understands. */
  readonly parameters: readonly string[];
}

interface RouteEntry extends Route {
  readonly method: string;
  readonly on: 'bucket' | 'object';
  /** What else must be there for this entry to apply. */
  readonly when?: (request: S3Request) => boolean;
}

const LIST_PARAMETERS = [
  'continuation-token',
  'delimiter',
  'encoding-type',
  'fetch-owner',
  'list-type',
  'max-keys',
  'prefix',
  'start-after',
];

/** The first entry that fits applies. */
const ROUTES: readonly RouteEntry[] = [
  { method: 'GET', on: 'object', parameters: [...RESPONSE_OVERRIDES.keys()], run: getObject },
  { method: 'HEAD', on: 'object', parameters: [...RESPONSE_OVERRIDES.keys()], run: headObject },
  {
    method: 'PUT',
    on: 'object',
    parameters: [],
    when: (request) => request.headers.has('x-amz-copy-source'),
    run: copyObject,
  },
  { method: 'PUT', on: 'object', parameters: [], run: putObject },
  { method: 'DELETE', on: 'object', parameters: [], run: deleteObject },
  {
    method: 'GET',
    on: 'bucket',
    parameters: LIST_PARAMETERS,
    when: (request) => request.query.get('list-type') === '2',
    run: listObjectsV2,
  },
  { method: 'HEAD', on: 'bucket', parameters: [], run: headBucket },
  {
    method: 'POST',
    on: 'bucket',
    parameters: ['delete'],
    when: (request) => request.query.has('delete'),
    run: deleteObjects,
  },
  { method: 'POST', on: 'bucket', parameters: [], run: 'form' },
];

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/** The SDKs' `x-id` changes nothing; in a presigned request `x-amz-*` parameters sign or were read as headers. */
const isNeutral = (request: S3Request, name: string): boolean =>
  name === 'x-id' || (request.query.has('X-Amz-Algorithm') && /^x-amz-/i.test(name));

/**
 * Finds the operation of a request.
 * @throws S3Error `MethodNotAllowed`, or `NotImplemented` for an operation this server does not have.
 */
export const findRoute = (request: S3Request): Route => {
  if (!METHODS.includes(request.method)) {
    throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      details: { Method: request.method },
    });
  }
  const on = request.key === '' ? 'bucket' : 'object';
  const entry = ROUTES.find(
    (each) => each.method === request.method && each.on === on && (each.when?.(request) ?? true),
  );
  if (entry === undefined || request.bucket === '') throw notImplemented('request');
  return entry;
};

/**
 * Refuses subresources and parameters that the operation does not know (`?acl`, `?uploads`, `?versionId=…`):
 * acting as if they were not there would be wrong.
 * @throws S3Error `NotImplemented`.
 */
export const assertSupportedQuery = (request: S3Request, route: Route): void => {
  const unknown = [...request.query.keys()].find(
    (name) => !isNeutral(request, name) && !route.parameters.includes(name),
  );
  if (unknown !== undefined) throw notImplemented(`query parameter (${unknown})`);
};
