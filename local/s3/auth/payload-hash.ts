import { invalidArgument, notImplemented } from '../s3-error';

/** The body is not covered by the signature. */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
/** An aws-chunked body that only the checksum in its trailer protects. */
const STREAMING_UNSIGNED_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
/** An aws-chunked body whose chunks are signed. */
export const STREAMING_SIGNED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
/** An aws-chunked body whose chunks and trailer are signed. */
export const STREAMING_SIGNED_TRAILER = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';

const LITERALS: readonly string[] = [
  UNSIGNED_PAYLOAD,
  STREAMING_UNSIGNED_TRAILER,
  STREAMING_SIGNED,
  STREAMING_SIGNED_TRAILER,
];

/**
 * Checks a value of `x-amz-content-sha256` and returns it: a literal above or a lower-case hex SHA-256.
 * @throws S3Error `NotImplemented` for SigV4A chunks, `InvalidArgument` for anything else.
 */
export const parsePayloadHash = (value: string): string => {
  if (LITERALS.includes(value) || /^[0-9a-f]{64}$/.test(value)) return value;
  if (value.startsWith('STREAMING-AWS4-ECDSA-')) throw notImplemented('header');
  throw invalidArgument(
    `x-amz-content-sha256 must be ${LITERALS.join(', ')} or a valid sha256 value.`,
    'x-amz-content-sha256',
    value,
  );
};
