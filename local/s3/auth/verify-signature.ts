import type { Credentials } from '../../iam/iam';
import type { S3Request } from '../http/s3-request';
import { accessDenied, S3Error } from '../s3-error';
import type { Caller } from './caller';
import { canonicalRequest } from './canonical-request';
import {
  ALGORITHM,
  type CredentialScope,
  deriveSigningKey,
  equalSecrets,
  scopeText,
  sha256Hex,
  signText,
} from './signature-v4';

/** A claimed signature and what it says it covers. */
export interface SignatureClaim {
  readonly scope: CredentialScope;
  readonly amzDate: string;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
  readonly signature: string;
}

/**
 * A header that changes what the request means must be signed, or whoever carries the request could add one:
 * `host` and everything starting `x-amz-`.
 */
const assertAllSigned = (request: S3Request, signedHeaders: readonly string[]): void => {
  const unsigned = [...request.sentHeaders.keys()].filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
  );
  if (!request.sentHeaders.has('host')) unsigned.push('host');
  if (unsigned.length > 0) {
    throw accessDenied('There were headers present in the request which were not signed', {
      details: { HeadersNotSigned: unsigned.join(', ') },
    });
  }
};

/**
 * Recomputes the signature of a request; the only place that does, for headers and for presigned URLs.
 * @throws S3Error `AccessDenied` when headers are left unsigned, `SignatureDoesNotMatch` (with what was signed
 * here, as S3 answers, so that the difference can be found).
 */
export const verifySignature = (
  request: S3Request,
  claim: SignatureClaim,
  credentials: Credentials,
): Caller => {
  assertAllSigned(request, claim.signedHeaders);
  const canonical = canonicalRequest({
    method: request.method,
    path: request.path,
    query: [...request.query].filter(([name]) => name !== 'X-Amz-Signature'),
    headers: request.sentHeaders,
    signedHeaders: claim.signedHeaders,
    payloadHash: claim.payloadHash,
  });
  const scope = scopeText(claim.scope);
  const stringToSign = [ALGORITHM, claim.amzDate, scope, sha256Hex(canonical)].join('\n');
  const signingKey = deriveSigningKey(credentials.secretAccessKey, claim.scope);
  if (!equalSecrets(signText(signingKey, stringToSign), claim.signature)) {
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      {
        details: {
          AWSAccessKeyId: credentials.accessKeyId,
          StringToSign: stringToSign,
          SignatureProvided: claim.signature,
          CanonicalRequest: canonical,
        },
      },
    );
  }
  return {
    accessKeyId: credentials.accessKeyId,
    payloadHash: claim.payloadHash,
    chunkSigning: { signingKey, amzDate: claim.amzDate, scope, seedSignature: claim.signature },
  };
};
