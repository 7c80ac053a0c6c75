import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { failureBody, INTERNAL_ERROR } from './failure-body';
import { addGatewayResponses, FINAL, type GatewayAnswer, quoted } from './gateway-responses';

/**
 * What API Gateway answers by itself. `MISSING_AUTHENTICATION_TOKEN` is its name for a path that is not there; only the
 * method that creates images looks at the content type (`create-integration.ts`). `REQUEST_TOO_LARGE` is documented for
 * bodies over 10 MB, but live APIs were seen to answer them in plain text all the same.
 */
const ANSWERS: Readonly<Record<string, GatewayAnswer>> = {
  NoRoute: {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    statusCode: '404',
    body: failureBody(7003, 'No route for the URI'),
  },
  TooLarge: {
    type: ResponseType.REQUEST_TOO_LARGE,
    statusCode: '413',
    body: failureBody(
      7011,
      'Request entity is too large: a request may hold little more than 4 MiB; upload larger files by direct_upload',
    ),
    headers: FINAL,
  },
  ContentType: {
    type: ResponseType.UNSUPPORTED_MEDIA_TYPE,
    statusCode: '400',
    body: failureBody(
      5400,
      'content-type must be multipart/form-data, application/json or application/x-www-form-urlencoded',
    ),
  },
  Throttled: {
    type: ResponseType.THROTTLED,
    statusCode: '429',
    body: failureBody(10429, 'Rate limit exceeded'),
    headers: { 'Retry-After': quoted('1') },
  },
  OtherRefusal: { type: ResponseType.DEFAULT_4XX, body: failureBody(5400, 'The request cannot be accepted') },
  OtherFault: { type: ResponseType.DEFAULT_5XX, body: INTERNAL_ERROR },
};

/** Gives API Gateway's own answers the envelope that clients of the control API parse (contract 2.1). */
export const addControlGatewayResponses = (api: RestApi): void =>
  addGatewayResponses(api, ANSWERS, { 'Cache-Control': quoted('no-store') });
