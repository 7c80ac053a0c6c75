import { createHash } from 'node:crypto';
import { S3Error } from '../s3-error';
import { crc32, crc32c, crc64nvme, type RunningChecksum } from './crc';

/** S3's checksum algorithms, named as the end of their header, `x-amz-checksum-<name>`. */
export type ChecksumAlgorithm = 'crc32' | 'crc32c' | 'crc64nvme' | 'sha1' | 'sha256';

/** A checksum as given or stored; the value is base64. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

const hash = (algorithm: 'sha1' | 'sha256'): RunningChecksum => {
  const running = createHash(algorithm);
  return { update: (chunk) => void running.update(chunk), digest: () => running.digest('base64') };
};

const START: Readonly<Record<ChecksumAlgorithm, () => RunningChecksum>> = {
  crc32,
  crc32c,
  crc64nvme,
  sha1: () => hash('sha1'),
  sha256: () => hash('sha256'),
};

const BYTES: Readonly<Record<ChecksumAlgorithm, number>> = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  sha1: 20,
  sha256: 32,
};

const ALGORITHMS = Object.keys(START) as ChecksumAlgorithm[];

/** Begins a checksum. */
export const startChecksum = (algorithm: ChecksumAlgorithm): RunningChecksum => START[algorithm]();

/** The algorithm of a header or trailer `x-amz-checksum-<name>`; undefined for other names. */
export const checksumAlgorithmOf = (headerName: string): ChecksumAlgorithm | undefined =>
  ALGORITHMS.find((algorithm) => headerName.toLowerCase() === `x-amz-checksum-${algorithm}`);

/** @throws S3Error `InvalidRequest` when the value cannot be that algorithm's base64. */
export const parseChecksum = (algorithm: ChecksumAlgorithm, value: string): Checksum => {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== BYTES[algorithm] || bytes.toString('base64') !== value) {
    throw new S3Error('InvalidRequest', `Value for x-amz-checksum-${algorithm} header is invalid.`);
  }
  return { algorithm, value };
};

/**
 * The checksum that headers (or form fields) promise; undefined when they promise none.
 * @throws S3Error `InvalidRequest` for a malformed one or for more than one.
 */
export const declaredChecksum = (headers: ReadonlyMap<string, string>): Checksum | undefined => {
  const found = ALGORITHMS.flatMap((algorithm) => {
    const value = headers.get(`x-amz-checksum-${algorithm}`);
    return value === undefined ? [] : [parseChecksum(algorithm, value)];
  });
  if (found.length > 1) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  return found[0];
};

/** @throws S3Error `BadDigest` unless the computed value is the promised one. */
export const assertChecksum = (promised: Checksum, computed: string): void => {
  if (promised.value === computed) return;
  throw new S3Error(
    'BadDigest',
    `The ${promised.algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
  );
};
