import { notImplemented } from '../s3-error';
import { writeCondition } from '../store/write-condition';
import type { SignedOperation } from './operation';

/**
 * DeleteObject; deleting what is not there succeeds. With `If-Match: <etag>` it also needs s3:GetObject (S3 user
 * guide, "How to perform conditional deletes"), and a missing object is then 404.
 */
export const deleteObject: SignedOperation = async ({ request, bucket, permissions, store }) => {
  permissions.require('s3:DeleteObject', request.key);
  if (request.headers.has('if-none-match')) throw notImplemented('header');
  const condition = writeCondition(request.headers);
  if (condition?.kind === 'etag') permissions.require('s3:GetObject', request.key);
  await store.delete(bucket.name, request.key, condition);
  return { status: 204 };
};
