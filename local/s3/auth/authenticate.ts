import type { Iam } from '../../iam/iam';
import type { S3Request } from '../http/s3-request';
import { accessDenied, invalidArgument, S3Error } from '../s3-error';
import type { Caller } from './caller';
import { authenticateHeader } from './header-signature';
import { authenticateQuery } from './query-signature';

/**
 * Finds out who sent a request, by header or query signature; nobody is let in without one.
 * @throws S3Error `AccessDenied` for anonymous requests, and those of the two mechanisms.
 */
export const authenticate = (request: S3Request, iam: Pick<Iam, 'credentialsOf'>, now: Date): Caller => {
  const byHeader = request.sentHeaders.has('authorization');
  const byQuery = request.query.has('X-Amz-Algorithm');
  if (byHeader && byQuery) {
    throw invalidArgument(
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      'Authorization',
      request.sentHeaders.get('authorization') ?? '',
    );
  }
  if (request.query.has('Signature') || request.query.has('AWSAccessKeyId')) {
    throw new S3Error(
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  }
  if (byHeader) return authenticateHeader(request, iam, now);
  if (byQuery) return authenticateQuery(request, iam, now);
  throw accessDenied();
};
