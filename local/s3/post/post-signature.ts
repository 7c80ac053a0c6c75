import type { Iam } from '../../iam/iam';
import { LOCAL_REGION } from '../../template/pseudo-parameters';
import { findCredentials } from '../auth/find-credentials';
import { MAX_SKEW_MS } from '../auth/header-signature';
import {
  ALGORITHM,
  deriveSigningKey,
  equalSecrets,
  parseAmzDate,
  parseCredential,
  signText,
} from '../auth/signature-v4';
import { accessDenied, invalidArgument, S3Error } from '../s3-error';

/** A signing key is good for seven days from its date. */
const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;

const requireField = (fields: ReadonlyMap<string, string>, name: string): string => {
  const value = fields.get(name);
  if (value) return value;
  throw invalidArgument(
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    name,
    '',
  );
};

const assertDate = (amzDate: string, now: Date): void => {
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined) throw invalidArgument('Invalid X-Amz-Date', 'X-Amz-Date', amzDate);
  const age = now.getTime() - signedAt.getTime();
  if (age < -MAX_SKEW_MS || age > MAX_AGE_MS) {
    throw accessDenied('Invalid according to Policy: the signature is older than a week or not yet valid.');
  }
};

/**
 * Checks who signed the policy of a form, over the base64 text exactly as it was sent.
 * @returns the access key.
 * @throws S3Error `AccessDenied` without a policy (anonymous), `InvalidArgument` for missing or malformed
 * fields, `SignatureDoesNotMatch`, and those of `findCredentials`: a policy dies with the credentials it is signed by.
 */
export const verifyPostSignature = (
  fields: ReadonlyMap<string, string>,
  iam: Pick<Iam, 'credentialsOf'>,
  now: Date,
): string => {
  const policy = fields.get('policy');
  if (!policy) throw accessDenied();
  const algorithm = requireField(fields, 'x-amz-algorithm');
  if (algorithm !== ALGORITHM) {
    throw invalidArgument(`Only ${ALGORITHM} is supported`, 'X-Amz-Algorithm', algorithm);
  }
  const credential = requireField(fields, 'x-amz-credential');
  const amzDate = requireField(fields, 'x-amz-date');
  const signature = requireField(fields, 'x-amz-signature');
  const scope = parseCredential(credential);
  const scopeFits =
    scope?.region === LOCAL_REGION &&
    scope.service === 's3' &&
    scope.terminator === 'aws4_request' &&
    amzDate.startsWith(`${scope.date}T`);
  if (!scopeFits) {
    throw invalidArgument(
      `The credential must be for ${LOCAL_REGION}, s3, aws4_request and the day of X-Amz-Date`,
      'X-Amz-Credential',
      credential,
    );
  }
  assertDate(amzDate, now);
  const credentials = findCredentials(iam, scope.accessKeyId, fields.get('x-amz-security-token'), now);
  const signingKey = deriveSigningKey(credentials.secretAccessKey, scope);
  if (!equalSecrets(signText(signingKey, policy), signature)) {
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      { details: { AWSAccessKeyId: scope.accessKeyId, StringToSign: policy, SignatureProvided: signature } },
    );
  }
  return scope.accessKeyId;
};
