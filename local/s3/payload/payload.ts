import type { Caller } from '../auth/caller';
import { STREAMING_SIGNED, STREAMING_SIGNED_TRAILER, UNSIGNED_PAYLOAD } from '../auth/payload-hash';
import { bodyChunks, type S3Request } from '../http/s3-request';
import { notImplemented, S3Error } from '../s3-error';
import { decodeAwsChunked, malformedTrailer } from './aws-chunked';
import { type BodyCheck, checkedBody, checksumCheck, contentMd5Check, payloadHashCheck } from './body-check';
import { type Checksum, checksumAlgorithmOf, declaredChecksum, parseChecksum } from './checksum';
import { ChunkSignatures } from './chunk-signature';

/** A request's body: decoded, and checked against everything the request promised about it. */
export interface Payload {
  /** Ends only if every promise holds; keep nothing before that. */
  readonly chunks: AsyncIterable<Buffer>;
  /** The verified checksum, once `chunks` has ended; undefined when none was promised. */
  checksum(): Checksum | undefined;
}

const declaredLength = (request: S3Request, header: string, maxBytes: number): number => {
  const text = request.headers.get(header);
  if (text === undefined || !/^\d{1,15}$/.test(text)) {
    throw new S3Error('MissingContentLength', `You must provide the ${header} HTTP header.`);
  }
  const bytes = Number(text);
  if (bytes > maxBytes) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      details: { ProposedSize: text, MaxSizeAllowed: String(maxBytes) },
    });
  }
  return bytes;
};

const bodyChecks = (request: S3Request, caller: Caller): BodyCheck[] => {
  const md5 = request.headers.get('content-md5');
  const checksum = declaredChecksum(request.headers);
  const hashSigned = caller.payloadHash !== UNSIGNED_PAYLOAD && !caller.payloadHash.startsWith('STREAMING-');
  return [
    ...(hashSigned ? [payloadHashCheck(caller.payloadHash)] : []),
    ...(md5 === undefined ? [] : [contentMd5Check(md5)]),
    ...(checksum === undefined ? [] : [checksumCheck(checksum.algorithm, () => checksum)]),
  ];
};

const plainPayload = (request: S3Request, caller: Caller, maxBytes: number): Payload => {
  const bytes = declaredLength(request, 'content-length', maxBytes);
  return {
    chunks: checkedBody(bodyChunks(request), bytes, bodyChecks(request, caller)),
    checksum: () => declaredChecksum(request.headers),
  };
};

/** The trailers that `x-amz-trailer` announces: at most one, a checksum. */
const announcedTrailer = (request: S3Request) => {
  const name = request.headers.get('x-amz-trailer')?.trim().toLowerCase();
  if (name === undefined) return undefined;
  const algorithm = checksumAlgorithmOf(name);
  if (algorithm === undefined) throw notImplemented('trailer');
  return { name, algorithm };
};

const chunkedPayload = (request: S3Request, caller: Caller, maxBytes: number): Payload => {
  const bytes = declaredLength(request, 'x-amz-decoded-content-length', maxBytes);
  const signed = caller.payloadHash === STREAMING_SIGNED || caller.payloadHash === STREAMING_SIGNED_TRAILER;
  const mayHaveTrailer = caller.payloadHash !== STREAMING_SIGNED;
  const trailer = mayHaveTrailer ? announcedTrailer(request) : undefined;
  let trailing: Checksum | undefined;
  const decoded = decodeAwsChunked(bodyChunks(request), {
    ...(signed ? { signatures: new ChunkSignatures(caller.chunkSigning) } : {}),
    ...(mayHaveTrailer ? { expectedTrailers: trailer ? [trailer.name] : [] } : {}),
    onTrailers: (trailers) => {
      if (trailer) trailing = parseChecksum(trailer.algorithm, trailers.get(trailer.name) ?? '');
    },
  });
  const promised = (): Checksum => {
    if (trailing === undefined) throw malformedTrailer();
    return trailing;
  };
  const checks = bodyChecks(request, caller);
  if (trailer) checks.push(checksumCheck(trailer.algorithm, promised));
  return {
    chunks: checkedBody(decoded, bytes, checks),
    checksum: () => trailing ?? declaredChecksum(request.headers),
  };
};

/**
 * Opens the body of an authenticated request, plain or aws-chunked.
 * @throws S3Error at once `MissingContentLength`, `EntityTooLarge` or for malformed promises; while reading
 * `IncompleteBody`, `BadDigest`, `XAmzContentSHA256Mismatch`, `SignatureDoesNotMatch`, `MalformedTrailerError`.
 */
export const openPayload = (request: S3Request, caller: Caller, maxBytes: number): Payload =>
  caller.payloadHash.startsWith('STREAMING-')
    ? chunkedPayload(request, caller, maxBytes)
    : plainPayload(request, caller, maxBytes);

/** Reads a small body whole. @throws S3Error as `openPayload`. */
export const readPayload = async (request: S3Request, caller: Caller, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of openPayload(request, caller, maxBytes).chunks) chunks.push(chunk);
  return Buffer.concat(chunks);
};
