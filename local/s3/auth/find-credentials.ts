import type { Credentials, Iam } from '../../iam/iam';
import { S3Error } from '../s3-error';
import { equalSecrets } from './signature-v4';

/**
 * The credentials behind an access key, once the session token fits and they still live. Header, query and form
 * signatures all come through here.
 * @throws S3Error `InvalidAccessKeyId` (unknown, or temporary and used without its token), `InvalidToken`,
 * `ExpiredToken`.
 */
export const findCredentials = (
  iam: Pick<Iam, 'credentialsOf'>,
  accessKeyId: string,
  sessionToken: string | undefined,
  now: Date,
): Credentials => {
  const credentials = iam.credentialsOf(accessKeyId);
  const tokenMissing = credentials?.sessionToken !== undefined && sessionToken === undefined;
  if (credentials === undefined || tokenMissing) {
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      {
        details: { AWSAccessKeyId: accessKeyId },
      },
    );
  }
  if (sessionToken !== undefined && !equalSecrets(credentials.sessionToken ?? '', sessionToken)) {
    throw new S3Error('InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
  if (credentials.expiration !== undefined && credentials.expiration <= now) {
    throw new S3Error('ExpiredToken', 'The provided token has expired.');
  }
  return credentials;
};
