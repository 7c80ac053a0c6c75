import { ContentHandling, type IntegrationResponse } from 'aws-cdk-lib/aws-apigateway';
import { failureBody, INTERNAL_ERROR } from './failure-body';
import { FINAL } from './gateway-responses';
import { allowListedOrigin, answerHeaders } from './upload-cors';

/** The statuses that the authorizer may give a refusal (docs/architecture.md). */
const REFUSAL_STATUSES = [400, 404, 409, 413];

const SUCCESS = '{"result":$context.authorizer.image,"success":true,"errors":[],"messages":[]}';

/**
 * S3 refuses what the authorizer sent to a prefix that the integration's role cannot write: with 403, or with 400 when
 * the path is too long for a key. The answer is then the authorizer's. Statuses are compared as text and set as
 * numbers, so nothing but these can be answered. A refusal of an accepted upload is a fault of the deployment.
 */
const REFUSAL = [
  '#set($refusal = false)',
  ...REFUSAL_STATUSES.map(
    (status) =>
      `#if($context.authorizer.status == "${status}")#set($refusal = true)#set($context.responseOverride.status = ${status})#end`,
  ),
  '#if($refusal)',
  failureBody('$context.authorizer.code', '$context.authorizer.message'),
  '#else',
  '#set($context.responseOverride.status = 500)',
  INTERNAL_ERROR,
  '#end',
].join('');

/** One answer of an upload, chosen by the status that S3 gave. */
interface Answer {
  readonly statusCode: string;
  /** A regular expression for S3's status; the one without is for every status that no other matches. */
  readonly selectionPattern?: string;
  readonly template: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The patterns exclude each other, because the order in which API Gateway tries them is not documented. 412 is S3's
 * answer to `If-None-Match: *` when the URL was used before; 409 is the same while another upload is still arriving.
 */
const ANSWERS: readonly Answer[] = [
  { statusCode: '200', selectionPattern: '2\\d{2}', template: SUCCESS },
  { statusCode: '403', selectionPattern: '4(?!09|12)\\d{2}', template: REFUSAL, headers: FINAL },
  {
    statusCode: '409',
    selectionPattern: '409|412',
    template: failureBody(5409, 'Resource already exists'),
    headers: FINAL,
  },
  {
    statusCode: '503',
    selectionPattern: '5\\d{2}',
    template: failureBody(1001, 'The upload could not be stored; the URL is still usable'),
  },
  { statusCode: '500', template: INTERNAL_ERROR },
];

const methodResponseParameters = (
  headers: Readonly<Record<string, string>>,
): Record<`method.response.header.${string}`, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`method.response.header.${name}` as const, value]),
  );

/**
 * The integration responses of an upload: an envelope with CORS headers for every status S3 can give. The API passes
 * bodies as binary, and a template applies to text only, hence the conversion.
 */
export const uploadAnswers = (allowedOrigins: readonly string[]): IntegrationResponse[] =>
  ANSWERS.map(({ statusCode, selectionPattern, template, headers = {} }) => ({
    statusCode,
    ...(selectionPattern === undefined ? {} : { selectionPattern }),
    contentHandling: ContentHandling.CONVERT_TO_TEXT,
    responseParameters: methodResponseParameters({ ...answerHeaders(allowedOrigins), ...headers }),
    responseTemplates: { 'application/json': allowListedOrigin(allowedOrigins) + template },
  }));

/** An answer that needs no back end: its status, its headers beside CORS, and its body. */
export const fixedAnswer = (
  allowedOrigins: readonly string[],
  statusCode: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): IntegrationResponse => ({
  statusCode,
  contentHandling: ContentHandling.CONVERT_TO_TEXT,
  responseParameters: methodResponseParameters({ ...answerHeaders(allowedOrigins), ...headers }),
  responseTemplates: { 'application/json': allowListedOrigin(allowedOrigins) + body },
});
