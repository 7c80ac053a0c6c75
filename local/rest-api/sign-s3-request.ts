import { createHash } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { sha256Constructor } from '../gateway/sha256-constructor';
import type { Credentials } from '../iam/iam';
import { LOCAL_REGION } from '../template/pseudo-parameters';

/** A request to S3 before it is signed. */
export interface UnsignedRequest {
  readonly method: string;
  /** Name and port. */
  readonly host: string;
  /** Percent-encoded; sent exactly so. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly credentials: Credentials;
}

/** Signs a request to S3 with Signature Version 4, the body's hash included, and returns what to put on the wire. */
export const signS3Request = async (unsigned: UnsignedRequest) => {
  const [hostname, port] = unsigned.host.split(':');
  const signer = new SignatureV4({
    service: 's3',
    region: LOCAL_REGION,
    credentials: unsigned.credentials,
    sha256: sha256Constructor,
    // S3 signs the path as it is sent.
    uriEscapePath: false,
  });
  const signed = await signer.sign({
    method: unsigned.method,
    protocol: 'http:',
    hostname: hostname ?? '',
    ...(port !== undefined && { port: Number(port) }),
    path: unsigned.path,
    query: { ...unsigned.query },
    headers: {
      ...unsigned.headers,
      host: unsigned.host,
      'x-amz-content-sha256': createHash('sha256').update(unsigned.body).digest('hex'),
    },
  });
  const query = new URLSearchParams(unsigned.query).toString().replaceAll('+', '%20');
  return {
    method: unsigned.method,
    target: query === '' ? unsigned.path : `${unsigned.path}?${query}`,
    headers: signed.headers,
  };
};
