import { openPayload } from '../payload/payload';
import { writeCondition } from '../store/write-condition';
import { readAttributes } from './object-attributes';
import { checksumHeaders, writtenHeaders } from './object-headers';
import type { SignedOperation } from './operation';
import { assertKeyLength, MAX_OBJECT_BYTES, writeObject } from './write-object';

/** PutObject. If-Match needs s3:GetObject too, since its answer tells something about the object there. */
export const putObject: SignedOperation = async (context) => {
  const { request, caller, permissions } = context;
  assertKeyLength(request.key);
  permissions.require('s3:PutObject', request.key);
  const condition = writeCondition(request.headers);
  if (condition?.kind === 'etag') permissions.require('s3:GetObject', request.key);
  const attributes = readAttributes(request.headers);
  const payload = openPayload(request, caller, MAX_OBJECT_BYTES);
  const object = await writeObject(context, {
    key: request.key,
    chunks: payload.chunks,
    describe: () => ({ ...attributes, checksum: payload.checksum() }),
    condition,
    eventName: 'ObjectCreated:Put',
    accessKeyId: caller.accessKeyId,
  });
  return { status: 200, headers: { ...writtenHeaders(object), ...checksumHeaders(object) } };
};
