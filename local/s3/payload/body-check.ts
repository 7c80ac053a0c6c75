import { createHash } from 'node:crypto';
import { S3Error } from '../s3-error';
import { assertChecksum, type Checksum, type ChecksumAlgorithm, startChecksum } from './checksum';

/** Something that must hold of a whole body. */
export interface BodyCheck {
  update(chunk: Uint8Array): void;
  /** @throws S3Error when it does not hold. */
  finish(): void;
}

/** The body is the one whose SHA-256 was signed. */
export const payloadHashCheck = (signedHex: string): BodyCheck => {
  const hash = createHash('sha256');
  return {
    update: (chunk) => void hash.update(chunk),
    finish: () => {
      const computed = hash.digest('hex');
      if (computed === signedHex) return;
      throw new S3Error(
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        { details: { ClientComputedContentSHA256: signedHex, S3ComputedContentSHA256: computed } },
      );
    },
  };
};

/** The body is the one that Content-MD5 names. @throws S3Error `InvalidDigest` for a header that is no MD5. */
export const contentMd5Check = (base64: string): BodyCheck => {
  if (Buffer.from(base64, 'base64').length !== 16) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  }
  const hash = createHash('md5');
  return {
    update: (chunk) => void hash.update(chunk),
    finish: () => {
      const computed = hash.digest('base64');
      if (computed === base64) return;
      throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
        details: { ExpectedDigest: base64, CalculatedDigest: computed },
      });
    },
  };
};

/** The body has this checksum; `promised` is asked at the end, since a trailer comes after the body. */
export const checksumCheck = (algorithm: ChecksumAlgorithm, promised: () => Checksum): BodyCheck => {
  const running = startChecksum(algorithm);
  return {
    update: (chunk) => running.update(chunk),
    finish: () => assertChecksum(promised(), running.digest()),
  };
};

/**
 * Passes a body on and checks it at its end: nothing may be kept of it before the generator has ended.
 * @throws S3Error `IncompleteBody` unless it has exactly `bytes` bytes, and those of the checks.
 */
export async function* checkedBody(
  source: AsyncIterable<Buffer>,
  bytes: number,
  checks: readonly BodyCheck[],
): AsyncGenerator<Buffer> {
  let received = 0;
  for await (const chunk of source) {
    received += chunk.length;
    if (received > bytes) break;
    for (const check of checks) check.update(chunk);
    yield chunk;
  }
  if (received !== bytes) {
    throw new S3Error(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  }
  for (const check of checks) check.finish();
}
