import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { failureBody, INTERNAL_ERROR } from './failure-body';
import { addGatewayResponses, FINAL, type GatewayAnswer, quoted } from './gateway-responses';
import { ALLOWED_METHODS, gatewayHeaders } from './upload-cors';

/** The 405 answer; also given when API Gateway looks at the content type first. */
export const METHOD_NOT_ALLOWED = failureBody(7001, 'Method $context.httpMethod not available for that URI');

const UPLOAD_TOO_LARGE = failureBody(
  7011,
  'Request entity is too large: an upload URL takes at most 10 MB, the whole request counted; for larger files use the presigned POST in `upload` of the same answer',
);

/**
 * What API Gateway answers by itself. `MISSING_AUTHENTICATION_TOKEN` is its name for a path or method that is not
 * there. Only the 405 mock refuses content types, so `UNSUPPORTED_MEDIA_TYPE` is a 405 as well. `REQUEST_TOO_LARGE` is
 * documented for bodies over 10 MB, but live APIs were seen to answer them in plain text all the same.
 */
const ANSWERS: Readonly<Record<string, GatewayAnswer>> = {
  NoRoute: {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    statusCode: '404',
    body: failureBody(7003, 'No route for the URI'),
    headers: FINAL,
  },
  TooLarge: {
    type: ResponseType.REQUEST_TOO_LARGE,
    statusCode: '413',
    body: UPLOAD_TOO_LARGE,
    headers: FINAL,
  },
  MethodNotAllowed: {
    type: ResponseType.UNSUPPORTED_MEDIA_TYPE,
    statusCode: '405',
    body: METHOD_NOT_ALLOWED,
    headers: { Allow: ALLOWED_METHODS },
  },
  Throttled: {
    type: ResponseType.THROTTLED,
    statusCode: '429',
    body: failureBody(10429, 'Rate limit exceeded'),
    headers: { 'Retry-After': quoted('1') },
  },
  AuthorizerFailure: { type: ResponseType.AUTHORIZER_FAILURE, statusCode: '500', body: INTERNAL_ERROR },
  AuthorizerConfiguration: {
    type: ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
    statusCode: '500',
    body: INTERNAL_ERROR,
  },
  OtherRefusal: { type: ResponseType.DEFAULT_4XX, body: failureBody(5400, 'The request cannot be accepted') },
  OtherFault: { type: ResponseType.DEFAULT_5XX, body: INTERNAL_ERROR },
};

/** Gives API Gateway's own answers the envelope and CORS headers, so that a page can read them (contract 4.4). */
export const addUploadGatewayResponses = (api: RestApi, allowedOrigins: readonly string[]): void =>
  addGatewayResponses(api, ANSWERS, gatewayHeaders(allowedOrigins));
