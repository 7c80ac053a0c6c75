import type { Iam } from '../../iam/iam';
import { LOCAL_REGION } from '../../template/pseudo-parameters';
import type { S3Request } from '../http/s3-request';
import { accessDenied, S3Error } from '../s3-error';
import type { Caller } from './caller';
import { findCredentials } from './find-credentials';
import { parsePayloadHash } from './payload-hash';
import { ALGORITHM, type CredentialScope, parseAmzDate, parseCredential } from './signature-v4';
import { verifySignature } from './verify-signature';

/** How far a signed request's clock may be off (AWS: 15 minutes). */
export const MAX_SKEW_MS = 15 * 60 * 1000;

const malformed = (reason: string, details?: Record<string, string>): S3Error =>
  new S3Error('AuthorizationHeaderMalformed', `The authorization header is malformed; ${reason}`, {
    ...(details ? { details } : {}),
  });

const parseAuthorization = (header: string) => {
  const match = /^(\S+)\s+(.*)$/.exec(header);
  if (match?.[1] !== ALGORITHM) {
    throw new S3Error(
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  }
  const parts = new Map(
    (match[2] ?? '').split(',').map((part): [string, string] => {
      const equals = part.indexOf('=');
      return [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
    }),
  );
  const scope = parseCredential(parts.get('Credential') ?? '');
  const signedHeaders = parts.get('SignedHeaders')?.split(';') ?? [];
  const signature = parts.get('Signature');
  if (scope === undefined) throw malformed('the Credential is mal-formed');
  if (signedHeaders.length === 0 || !signature) throw malformed('SignedHeaders and Signature are needed');
  return { scope, signedHeaders, signature };
};

const assertScope = (scope: CredentialScope, amzDate: string): void => {
  if (scope.region !== LOCAL_REGION) {
    throw malformed(`the region '${scope.region}' is wrong; expecting '${LOCAL_REGION}'`, {
      Region: LOCAL_REGION,
    });
  }
  if (scope.service !== 's3')
    throw malformed(`incorrect service "${scope.service}". This endpoint belongs to "s3".`);
  if (scope.terminator !== 'aws4_request') throw malformed('the Credential must end with "aws4_request"');
  if (!amzDate.startsWith(`${scope.date}T`)) {
    throw malformed(
      `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${amzDate}".`,
    );
  }
};

/**
 * Authenticates by the Authorization header.
 * @throws S3Error as S3 does: malformed or foreign scope, clock off by more than 15 minutes, unknown or expired
 * credentials, unsigned headers, signature that does not match.
 */
export const authenticateHeader = (
  request: S3Request,
  iam: Pick<Iam, 'credentialsOf'>,
  now: Date,
): Caller => {
  const claim = parseAuthorization(request.sentHeaders.get('authorization') ?? '');
  const amzDate = request.sentHeaders.get('x-amz-date') ?? '';
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined)
    throw accessDenied('AWS authentication requires a valid Date or x-amz-date header');
  assertScope(claim.scope, amzDate);
  const declaredHash = request.sentHeaders.get('x-amz-content-sha256');
  if (declaredHash === undefined) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  const payloadHash = parsePayloadHash(declaredHash);
  if (Math.abs(signedAt.getTime() - now.getTime()) > MAX_SKEW_MS) {
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      {
        details: {
          RequestTime: amzDate,
          ServerTime: now.toISOString(),
          MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
        },
      },
    );
  }
  const sessionToken = request.sentHeaders.get('x-amz-security-token');
  const credentials = findCredentials(iam, claim.scope.accessKeyId, sessionToken, now);
  return verifySignature(request, { ...claim, amzDate, payloadHash }, credentials);
};
