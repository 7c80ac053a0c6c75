import type { S3Request } from '../http/s3-request';
import type { S3Response } from '../http/s3-response';
import { S3Error } from '../s3-error';
import { corsHeadersOf } from './cors-headers';
import { type CorsRule, findCorsRule } from './cors-rule';

const forbidden = (reason: string): S3Error =>
  new S3Error('AccessForbidden', `CORSResponse: ${reason}`, { details: { ResourceType: 'BUCKET' } });

/**
 * Answers OPTIONS from the bucket's CORS rules. Needs no signature, as browsers send none.
 * @throws S3Error `BadRequest` when it is not a preflight, `AccessForbidden` when no rule allows it.
 */
export const answerPreflight = (request: S3Request, rules: readonly CorsRule[]): S3Response => {
  const origin = request.headers.get('origin');
  const method = request.headers.get('access-control-request-method');
  if (!origin) throw new S3Error('BadRequest', 'Insufficient information. Origin request header needed.');
  if (!method) throw new S3Error('BadRequest', 'Invalid Access-Control-Request-Method: null');
  if (rules.length === 0) throw forbidden('CORS is not enabled for this bucket.');
  const headers = (request.headers.get('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = findCorsRule(rules, { origin, method, headers });
  if (rule === undefined) {
    throw forbidden(
      'This CORS request is not allowed. This is usually because the evalution of Origin, request method / ' +
        "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    );
  }
  return {
    status: 200,
    headers: {
      ...corsHeadersOf(rule, origin),
      ...(headers.length > 0 ? { 'access-control-allow-headers': headers.join(', ') } : {}),
    },
  };
};
