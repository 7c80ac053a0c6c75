import { randomBytes } from 'node:crypto';
import { type HeaderField, headerValue } from '../gateway/incoming-request';
import type { MappingSources } from './map-parameter';
import { isBinaryMediaType, mediaTypeOf } from './media-type';
import { groupedHeaders, lastValues } from './method-request';

/** Headers that arrive in one spelling, whatever the client's was. */
const SPELLINGS: Readonly<Record<string, string>> = { host: 'Host', 'user-agent': 'User-Agent' };

/**
 * The event of a Lambda proxy integration (payload format 1.0), shaped as captured from live REST APIs (hotsock/voker,
 * `apigwv1-request.json`; localstack, `test_apigateway_lambda.snapshot.json`): path and path parameters are as sent and
 * still percent-encoded, query parameters are decoded, what is absent is null, `Content-Length` is not among the
 * headers, and a body whose type is binary is base64.
 */
export const proxyEvent = (
  { request, context, stageVariables }: MappingSources,
  binaryMediaTypes: readonly string[],
  now: Date,
) => {
  const headers = groupedHeaders(proxyHeaders(request.headers, now));
  const isBinary = isBinaryMediaType(
    binaryMediaTypes,
    mediaTypeOf(headerValue(request.headers, 'content-type')),
  );
  const isBase64Encoded = isBinary && request.body.length > 0;
  return {
    resource: context.resourcePath ?? '',
    path: request.path,
    httpMethod: request.method,
    headers: lastValues(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: orNull(lastValues(request.query)),
    multiValueQueryStringParameters: orNull(Object.fromEntries(request.query)),
    pathParameters: orNull(request.pathParameters),
    stageVariables: orNull(stageVariables),
    requestContext: context,
    body: request.body.length === 0 ? null : request.body.toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  };
};

const proxyHeaders = (headers: readonly HeaderField[], now: Date): HeaderField[] => {
  const seconds = Math.floor(now.getTime() / 1_000).toString(16);
  return [
    ...headers
      .filter(([name]) => name.toLowerCase() !== 'content-length')
      .map(([name, value]): HeaderField => [SPELLINGS[name.toLowerCase()] ?? name, value]),
    ['X-Amzn-Trace-Id', `Root=1-${seconds}-${randomBytes(12).toString('hex')}`],
  ];
};

const orNull = <T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> | null =>
  Object.keys(values).length === 0 ? null : values;
