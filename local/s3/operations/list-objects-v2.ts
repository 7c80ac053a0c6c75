import * as z from 'zod';
import { xmlResponse } from '../http/s3-response';
import { formEncodeKey } from '../http/uri-encoding';
import { branch, leaf, type XmlElement, xmlDocument } from '../http/xml';
import { invalidArgument } from '../s3-error';
import { quotedEtag, type StoredObject } from '../store/stored-object';
import { type ListPage, type ListQuery, listPage } from './list-page';
import type { SignedOperation } from './operation';

const MAX_KEYS = 1000;
const OWNER = 'local';

const positionSchema = z.strictObject({ after: z.string(), afterGroup: z.string() });
type Position = z.infer<typeof positionSchema>;

const encodeToken = (position: Position): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

const decodeToken = (token: string): Position => {
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
};

const parseMaxKeys = (text: string | undefined): number => {
  if (text === undefined || text === '') return MAX_KEYS;
  if (!/^\d{1,10}$/.test(text)) {
    throw invalidArgument('Provided max-keys not an integer or within integer range', 'max-keys', text);
  }
  return Math.min(Number(text), MAX_KEYS);
};

const readQuery = (query: ReadonlyMap<string, string>): ListQuery => {
  const token = query.get('continuation-token');
  const position =
    token === undefined ? { after: query.get('start-after') ?? '', afterGroup: '' } : decodeToken(token);
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: parseMaxKeys(query.get('max-keys')),
    ...position,
  };
};

const contents = (object: StoredObject, encode: (text: string) => string, withOwner: boolean): XmlElement =>
  branch('Contents', [
    leaf('Key', encode(object.key)),
    leaf('LastModified', object.lastModified),
    leaf('ETag', quotedEtag(object)),
    object.checksum && leaf('ChecksumAlgorithm', object.checksum.algorithm.toUpperCase()),
    object.checksum && leaf('ChecksumType', 'FULL_OBJECT'),
    leaf('Size', object.bytes),
    withOwner ? branch('Owner', [leaf('ID', OWNER), leaf('DisplayName', OWNER)]) : undefined,
    leaf('StorageClass', object.storageClass),
  ]);

const render = (
  bucket: string,
  parameters: ReadonlyMap<string, string>,
  query: ListQuery,
  page: ListPage,
): string => {
  const encoding = parameters.get('encoding-type');
  const encode = encoding === 'url' ? formEncodeKey : (text: string) => text;
  const echo = (name: string, parameter: string, value = parameters.get(parameter)) =>
    value ? leaf(name, value) : undefined;
  const encoded = (parameter: string) => encode(parameters.get(parameter) ?? '');
  return xmlDocument('ListBucketResult', [
    leaf('Name', bucket),
    leaf('Prefix', encode(query.prefix)),
    echo('Delimiter', 'delimiter', encoded('delimiter')),
    echo('StartAfter', 'start-after', encoded('start-after')),
    echo('ContinuationToken', 'continuation-token'),
    page.next && leaf('NextContinuationToken', encodeToken(page.next)),
    leaf('KeyCount', page.objects.length + page.groups.length),
    leaf('MaxKeys', query.maxKeys),
    echo('EncodingType', 'encoding-type'),
    leaf('IsTruncated', page.next !== undefined),
    ...page.objects.map((object) => contents(object, encode, parameters.get('fetch-owner') === 'true')),
    ...page.groups.map((group) => branch('CommonPrefixes', [leaf('Prefix', encode(group))])),
  ]);
};

/** ListObjectsV2: prefix, delimiter, paging, in UTF-8 byte order. */
export const listObjectsV2: SignedOperation = async ({ request, bucket, permissions, store }) => {
  const query = readQuery(request.query);
  const encoding = request.query.get('encoding-type');
  if (encoding !== undefined && encoding !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  }
  permissions.require('s3:ListBucket', undefined, {
    's3:prefix': query.prefix,
    's3:delimiter': query.delimiter,
    's3:max-keys': String(query.maxKeys),
  });
  return xmlResponse(render(bucket.name, request.query, query, listPage(store.list(bucket.name), query)));
};
