import { invalidArgument, notImplemented, S3Error } from '../s3-error';
import { KEPT_HEADERS, type ObjectAttributes } from '../store/stored-object';

const META = 'x-amz-meta-';
/** S3's limit on names and values of user metadata together. */
const MAX_METADATA_BYTES = 2048;
const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';
/** Storage classes whose objects can be read at once; the archives would need restoring. */
const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
];

const assertHeaderValue = (name: string, value: string): string => {
  // Anything else could not be sent back as a header, and CR or LF would let the uploader write headers.
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw invalidArgument('Header value cannot be represented using ISO-8859-1.', name, value);
  }
  return value;
};

const readMetadata = (fields: ReadonlyMap<string, string>): [string, string][] => {
  const metadata = [...fields]
    .filter(([name]) => name.startsWith(META))
    .map(([name, value]): [string, string] => [name.slice(META.length), value]);
  const bytes = metadata.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (bytes > MAX_METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      details: { Size: String(bytes), MaxSizeAllowed: String(MAX_METADATA_BYTES) },
    });
  }
  for (const [name] of metadata) {
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) throw invalidArgument('Invalid metadata name', META, name);
  }
  return metadata;
};

/** The bucket owner owns everything, as in a new bucket of S3; other grants cannot be made. */
const assertAcl = (acl: string | undefined): void => {
  if (acl === undefined || acl === 'private' || acl === 'bucket-owner-full-control') return;
  throw new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs');
};

/** aws-chunked is how the body travelled, not what it is. */
const withoutTransferCoding = (encoding: string): string =>
  encoding
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'aws-chunked')
    .join(',');

/**
 * Reads what is kept with an object from a PUT's headers or a POST's form fields (names in lower case; a form
 * says `acl` where a header says `x-amz-acl`).
 * @throws S3Error `InvalidArgument`, `MetadataTooLarge`, `InvalidStorageClass`, `AccessControlListNotSupported`,
 * `NotImplemented` (encryption other than AES256).
 */
export const readAttributes = (fields: ReadonlyMap<string, string>): ObjectAttributes => {
  assertAcl(fields.get('x-amz-acl') ?? fields.get('acl'));
  const encryption = fields.get('x-amz-server-side-encryption');
  if (encryption !== undefined && encryption !== 'AES256') throw notImplemented('header');
  const storageClass = fields.get('x-amz-storage-class') ?? 'STANDARD';
  if (!STORAGE_CLASSES.includes(storageClass)) {
    throw new S3Error('InvalidStorageClass', 'The storage class you specified is not valid');
  }
  const headers = KEPT_HEADERS.flatMap((name): [string, string][] => {
    const given = fields.get(name);
    const value = name === 'content-encoding' && given !== undefined ? withoutTransferCoding(given) : given;
    return value ? [[name, assertHeaderValue(name, value)]] : [];
  });
  const contentType = assertHeaderValue('content-type', fields.get('content-type') || DEFAULT_CONTENT_TYPE);
  return { contentType, storageClass, headers, metadata: readMetadata(fields) };
};
