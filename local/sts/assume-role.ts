import { ServiceError } from '../aws-api/service-error';
import type { Credentials, Iam } from '../iam/iam';

/** What AssumeRole needs to know of the local account. */
export interface StsIam extends Pick<Iam, 'credentialsOf' | 'issue' | 'isAllowed'> {
  /** True when the role's trust policy lets the caller assume it. */
  isTrusted(accessKeyId: string, roleArn: string): boolean;
}

/** The caller and what they ask for, still unchecked. */
export interface AssumeRoleRequest {
  readonly accessKeyId: string;
  readonly parameters: URLSearchParams;
}

/** New credentials and who holds them. */
export interface AssumedRole {
  readonly credentials: Credentials;
  readonly roleArn: string;
  readonly sessionName: string;
}

/** A role that assumes another gets at most an hour (IAM user guide, "Role chaining"); STS's least is 15 minutes. */
const MAX_CHAINED_SECONDS = 3600;
const MIN_SECONDS = 900;

const duration = (value: string | null): number => {
  const seconds = value === null ? MAX_CHAINED_SECONDS : Number(value);
  if (!Number.isInteger(seconds) || seconds < MIN_SECONDS)
    throw new ServiceError(
      400,
      'ValidationError',
      `DurationSeconds must be a whole number of at least ${MIN_SECONDS}`,
    );
  if (seconds > MAX_CHAINED_SECONDS)
    throw new ServiceError(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  return seconds;
};

/**
 * AssumeRole as a function calls it: the caller must be allowed to by its own policy and by the role's trust policy.
 * @throws ServiceError
 */
export const assumeRole = (iam: StsIam, { accessKeyId, parameters }: AssumeRoleRequest): AssumedRole => {
  if (!iam.credentialsOf(accessKeyId))
    throw new ServiceError(
      403,
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
    );
  const roleArn = parameters.get('RoleArn') ?? '';
  const sessionName = parameters.get('RoleSessionName') ?? '';
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName))
    throw new ServiceError(
      400,
      'ValidationError',
      'RoleSessionName must be 2 to 64 characters of letters, digits and _+=,.@-',
    );
  if (parameters.has('Policy'))
    throw new ServiceError(400, 'NotImplemented', 'The local service does not narrow sessions by a policy');
  const durationSeconds = duration(parameters.get('DurationSeconds'));
  if (!iam.isAllowed(accessKeyId, 'sts:AssumeRole', roleArn) || !iam.isTrusted(accessKeyId, roleArn))
    throw new ServiceError(
      403,
      'AccessDenied',
      `User is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    );
  return { credentials: iam.issue(roleArn, durationSeconds), roleArn, sessionName };
};
