import type { S3Request } from '../http/s3-request';
import { xmlResponse } from '../http/s3-response';
import { uriDecode } from '../http/uri-encoding';
import { leaf, xmlDocument } from '../http/xml';
import { invalidArgument, notImplemented, preconditionFailed, S3Error } from '../s3-error';
import type { ObjectStore } from '../store/object-store';
import { type ObjectAttributes, quotedEtag, type StoredObject } from '../store/stored-object';
import { writeCondition } from '../store/write-condition';
import { readAttributes } from './object-attributes';
import type { SignedContext, SignedOperation } from './operation';
import { evaluateRead, readConditions } from './read-conditions';
import { assertKeyLength, writeObject } from './write-object';

const parseSource = (header: string): { bucket: string; key: string } => {
  const [path = '', query] = header.split('?');
  if (query !== undefined) throw notImplemented('header');
  const match = /^\/?([^/]+)\/(.+)$/s.exec(uriDecode(path));
  if (!match?.[1] || !match[2]) {
    throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', header);
  }
  return { bucket: match[1], key: match[2] };
};

/** COPY keeps what is known of the source; REPLACE takes everything from the request. */
const copiedAttributes = (request: S3Request, source: StoredObject): ObjectAttributes => {
  const directive = request.headers.get('x-amz-metadata-directive') ?? 'COPY';
  const given = readAttributes(request.headers);
  if (directive === 'REPLACE') return { ...given, checksum: source.checksum };
  if (directive !== 'COPY') {
    throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
  }
  const { contentType, headers, metadata, checksum } = source;
  return { contentType, headers, metadata, checksum, storageClass: given.storageClass };
};

/** @throws S3Error by permission (s3:GetObject on the source), existence and copy conditions. */
const findSource = (context: SignedContext): StoredObject => {
  const { request, caller } = context;
  const { bucket, key } = parseSource(request.headers.get('x-amz-copy-source') ?? '');
  if (!context.bucketExists(bucket)) {
    throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', {
      details: { BucketName: bucket },
    });
  }
  const permissions = context.permissionsOf(caller.accessKeyId, bucket);
  permissions.require('s3:GetObject', key);
  const source = context.store.find(bucket, key);
  if (source === undefined) throw permissions.missing(key);
  const conditions = readConditions(request.headers, 'x-amz-copy-source-');
  if (evaluateRead(conditions, source) === 'not-modified')
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
  return source;
};

async function* sourceBytes(store: ObjectStore, source: StoredObject): AsyncGenerator<Buffer> {
  const bytes = await store.openBytes(source);
  // The source was replaced or deleted in this very moment; the client's retry sees the new state.
  if (bytes === undefined)
    throw new S3Error('InternalError', 'We encountered an internal error. Please try again.');
  yield* bytes as AsyncIterable<Buffer>;
}

/** CopyObject within the local account. */
export const copyObject: SignedOperation = async (context) => {
  const { request, bucket, permissions, caller, store } = context;
  assertKeyLength(request.key);
  permissions.require('s3:PutObject', request.key);
  const condition = writeCondition(request.headers);
  const source = findSource(context);
  const attributes = copiedAttributes(request, source);
  const replaces = request.headers.get('x-amz-metadata-directive') === 'REPLACE';
  if (source.bucket === bucket.name && source.key === request.key && !replaces) {
    throw new S3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const object = await writeObject(context, {
    key: request.key,
    chunks: sourceBytes(store, source),
    describe: () => attributes,
    condition,
    eventName: 'ObjectCreated:Copy',
    accessKeyId: caller.accessKeyId,
  });
  return xmlResponse(
    xmlDocument('CopyObjectResult', [
      leaf('LastModified', object.lastModified),
      leaf('ETag', quotedEtag(object)),
    ]),
  );
};
