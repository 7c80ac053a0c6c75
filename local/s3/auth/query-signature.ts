import type { Iam } from '../../iam/iam';
import { LOCAL_REGION } from '../../template/pseudo-parameters';
import type { S3Request } from '../http/s3-request';
import { accessDenied, S3Error } from '../s3-error';
import type { Caller } from './caller';
import { findCredentials } from './find-credentials';
import { MAX_SKEW_MS } from './header-signature';
import { parsePayloadHash, UNSIGNED_PAYLOAD } from './payload-hash';
import { ALGORITHM, type CredentialScope, parseAmzDate, parseCredential } from './signature-v4';
import { verifySignature } from './verify-signature';

/** A presigned URL lives at most seven days, as its signing key does. */
const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60;

const malformed = (message: string): S3Error => new S3Error('AuthorizationQueryParametersError', message);

const parseExpires = (text: string): number => {
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1)
    throw malformed('X-Amz-Expires should be a positive number');
  if (Number(text) > MAX_EXPIRES_SECONDS) {
    throw malformed(
      'X-Amz-Expires must be less than a week (in seconds) that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  return Number(text);
};

const parseScope = (credential: string, amzDate: string): CredentialScope => {
  const scope = parseCredential(credential);
  if (scope === undefined || scope.service !== 's3' || scope.terminator !== 'aws4_request') {
    throw malformed('Error parsing the X-Amz-Credential parameter; the Credential is mal-formed');
  }
  if (scope.region !== LOCAL_REGION) {
    throw malformed(
      `Error parsing the X-Amz-Credential parameter; the region '${scope.region}' is wrong; expecting '${LOCAL_REGION}'`,
    );
  }
  if (!amzDate.startsWith(`${scope.date}T`)) {
    throw malformed(
      `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${amzDate}".`,
    );
  }
  return scope;
};

const assertAlive = (signedAt: Date, expiresSeconds: number, now: Date): void => {
  if (signedAt.getTime() - now.getTime() > MAX_SKEW_MS) throw accessDenied('Request is not yet valid');
  const end = new Date(signedAt.getTime() + expiresSeconds * 1000);
  if (end <= now) {
    throw accessDenied('Request has expired', {
      details: {
        'X-Amz-Expires': String(expiresSeconds),
        Expires: end.toISOString(),
        ServerTime: now.toISOString(),
      },
    });
  }
};

/**
 * Authenticates a presigned URL by its query. The body is not signed unless the signer said so by
 * `X-Amz-Content-Sha256`.
 * @throws S3Error `AuthorizationQueryParametersError`, `AccessDenied` (expired), and those of `verifySignature`.
 */
export const authenticateQuery = (request: S3Request, iam: Pick<Iam, 'credentialsOf'>, now: Date): Caller => {
  const value = (name: string): string => {
    const text = request.query.get(name);
    if (!text) {
      throw malformed(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, ' +
          'X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      );
    }
    return text;
  };
  if (value('X-Amz-Algorithm') !== ALGORITHM) {
    throw malformed(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  }
  const amzDate = value('X-Amz-Date');
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined) {
    throw malformed(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`);
  }
  const scope = parseScope(value('X-Amz-Credential'), amzDate);
  const expiresSeconds = parseExpires(value('X-Amz-Expires'));
  const signature = value('X-Amz-Signature');
  const signedHeaders = value('X-Amz-SignedHeaders').split(';');
  const payloadHash = parsePayloadHash(request.headers.get('x-amz-content-sha256') ?? UNSIGNED_PAYLOAD);
  assertAlive(signedAt, expiresSeconds, now);
  const credentials = findCredentials(
    iam,
    scope.accessKeyId,
    request.headers.get('x-amz-security-token'),
    now,
  );
  return verifySignature(request, { scope, amzDate, signedHeaders, payloadHash, signature }, credentials);
};
