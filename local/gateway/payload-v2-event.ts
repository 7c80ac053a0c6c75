import { randomUUID } from 'node:crypto';
import { LOCAL_ACCOUNT_ID } from '../template/pseudo-parameters';
import { isHopByHop } from './hop-by-hop';
import { headerValue, headerValues, type IncomingRequest } from './incoming-request';
import { queryParameters } from './query-parameters';
import { formatRequestTime } from './request-time';
import { isTextMediaType } from './text-media-type';

/** What the event of a function URL is made of. */
export interface EventSource {
  readonly request: IncomingRequest;
  readonly body: Buffer;
  readonly now: Date;
  readonly apiId: string;
  readonly domainName: string;
  readonly requestContext?: Readonly<Record<string, unknown>>;
}

/**
 * The Lambda event of payload format 2.0, shaped as captured from live function URLs: the path is as sent, `cookie`
 * stays in the headers beside the `cookies` array, and absent parts are left out.
 */
export const payloadV2Event = (source: EventSource) => {
  const { request, body } = source;
  const cookies = headerValues(request.headers, 'cookie')
    .flatMap((value) => value.split(';'))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '');
  const query = [...queryParameters(request.query)].map(([name, values]) => [name, values.join(',')]);
  const isBase64Encoded = body.length > 0 && !isTextMediaType(headerValue(request.headers, 'content-type'));
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookies.length > 0 && { cookies }),
    headers: eventHeaders(source),
    ...(query.length > 0 && { queryStringParameters: Object.fromEntries(query) as Record<string, string> }),
    requestContext: eventContext(source),
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
};

const eventHeaders = ({ request, body }: EventSource): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [rawName, value] of request.headers) {
    const name = rawName.toLowerCase();
    if (isHopByHop(name)) continue;
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]},${value}` : value;
  }
  if (body.length > 0) headers['content-length'] = String(body.length);
  const forwarded = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = forwarded ? `${forwarded}, ${request.sourceIp}` : request.sourceIp;
  headers['x-forwarded-port'] = String(request.port);
  headers['x-forwarded-proto'] = 'http';
  return headers;
};

const eventContext = (source: EventSource) => {
  const { request, now, domainName } = source;
  return {
    accountId: LOCAL_ACCOUNT_ID,
    apiId: source.apiId,
    domainName,
    domainPrefix: domainName.split('.')[0] ?? domainName,
    http: {
      method: request.method,
      path: request.path,
      protocol: request.protocol,
      sourceIp: request.sourceIp,
      userAgent: headerValue(request.headers, 'user-agent') ?? '',
    },
    requestId: randomUUID(),
    routeKey: '$default',
    stage: '$default',
    time: formatRequestTime(now),
    timeEpoch: now.getTime(),
    ...source.requestContext,
  };
};
