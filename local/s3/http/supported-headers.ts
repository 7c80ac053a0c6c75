import { LOCAL_ACCOUNT_ID } from '../../template/pseudo-parameters';
import { accessDenied, notImplemented } from '../s3-error';

/** Headers starting `x-amz-` that this server understands, besides `x-amz-meta-*`. */
const SUPPORTED: ReadonlySet<string> = new Set([
  'x-amz-acl',
  'x-amz-checksum-algorithm',
  'x-amz-checksum-crc32',
  'x-amz-checksum-crc32c',
  'x-amz-checksum-crc64nvme',
  'x-amz-checksum-mode',
  'x-amz-checksum-sha1',
  'x-amz-checksum-sha256',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-modified-since',
  'x-amz-copy-source-if-none-match',
  'x-amz-copy-source-if-unmodified-since',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-expected-bucket-owner',
  'x-amz-metadata-directive',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-server-side-encryption',
  'x-amz-storage-class',
  'x-amz-trailer',
  'x-amz-user-agent',
]);

/** True for an `x-amz-*` header or form field that has its effect here. */
export const isSupportedHeader = (name: string): boolean =>
  SUPPORTED.has(name) || name.startsWith('x-amz-meta-');

/**
 * Refuses what would otherwise be silently ignored (tags, locks, grants, keys of one's own …).
 * @throws S3Error `NotImplemented`; `AccessDenied` when the caller expects the bucket to be somebody else's.
 */
export const assertSupportedHeaders = (headers: ReadonlyMap<string, string>): void => {
  for (const name of headers.keys()) {
    if (name.startsWith('x-amz-') && !isSupportedHeader(name)) throw notImplemented(`header (${name})`);
  }
  const owner = headers.get('x-amz-expected-bucket-owner');
  if (owner !== undefined && owner !== LOCAL_ACCOUNT_ID) throw accessDenied();
};
