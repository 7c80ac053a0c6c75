import type { S3Request } from './http/s3-request';
import { SIGNING_PARAMETERS } from './http/s3-request';
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

/** Where a request goes: an operation that wants a signed request, or the form upload, which is signed inside. */
export type Route = { readonly kind: 'signed'; readonly run: SignedOperation } | { readonly kind: 'form' };

interface RouteEntry {
  readonly method: string;
  readonly on: 'bucket' | 'object';
  /** Query parameters (besides those that sign) that the operation understands. */
  readonly parameters: readonly string[];
  /** What else must be there for this entry to apply. */
  readonly when?: (request: S3Request) => boolean;
  readonly route: Route;
}

const signed = (run: SignedOperation): Route => ({ kind: 'signed', run });

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
  { method: 'GET', on: 'object', parameters: [...RESPONSE_OVERRIDES.keys()], route: signed(getObject) },
  { method: 'HEAD', on: 'object', parameters: [...RESPONSE_OVERRIDES.keys()], route: signed(headObject) },
  {
    method: 'PUT',
    on: 'object',
    parameters: [],
    when: (request) => request.headers.has('x-amz-copy-source'),
    route: signed(copyObject),
  },
  { method: 'PUT', on: 'object', parameters: [], route: signed(putObject) },
  { method: 'DELETE', on: 'object', parameters: [], route: signed(deleteObject) },
  {
    method: 'GET',
    on: 'bucket',
    parameters: LIST_PARAMETERS,
    when: (request) => request.query.get('list-type') === '2',
    route: signed(listObjectsV2),
  },
  { method: 'HEAD', on: 'bucket', parameters: [], route: signed(headBucket) },
  {
    method: 'POST',
    on: 'bucket',
    parameters: ['delete'],
    when: (request) => request.query.has('delete'),
    route: signed(deleteObjects),
  },
  { method: 'POST', on: 'bucket', parameters: [], route: { kind: 'form' } },
];

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/** Signing parameters and the SDKs' `x-id` change nothing; `x-amz-*` ones were read as headers. */
const isNeutral = (name: string): boolean =>
  SIGNING_PARAMETERS.has(name) || name === 'x-id' || /^x-amz-/i.test(name);

/**
 * Finds the operation of a request.
 * @throws S3Error `MethodNotAllowed`, or `NotImplemented` for an operation or a subresource this server does not
 * have (`?acl`, `?uploads`, `?versionId=…`): acting as if it were not there would be wrong.
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
  const unknown = [...request.query.keys()].find(
    (name) => !isNeutral(name) && !entry.parameters.includes(name),
  );
  if (unknown !== undefined) throw notImplemented(`query parameter (${unknown})`);
  return entry.route;
};
