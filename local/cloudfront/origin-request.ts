import { isHopByHop } from '../gateway/hop-by-hop';
import type { HeaderField, IncomingRequest } from '../gateway/incoming-request';
import { normalizedAcceptEncoding } from './cache-key';
import type { Behavior } from './distribution';
import { cookiesOf, type EdgeRequest, queryParts } from './edge-request';
import { CONDITION_HEADERS, type OriginConditions } from './origin-conditions';
import { selects } from './policies';

const BODY_METHODS = new Set(['PUT', 'POST', 'PATCH', 'DELETE']);

/** Sets of their own: CloudFront decides about these, whatever a policy says. */
const NEVER_COPIED = new Set(['accept-encoding', 'cookie', 'content-length', 'via', 'x-amz-cf-id']);
/**
 * The request as the origin gets it: only the headers, cookies and query parameters that the cache policy or the origin
 * request policy names, and CloudFront's own headers.
 */
export const originRequest = (
  behavior: Behavior,
  request: EdgeRequest,
  conditions: OriginConditions,
): IncomingRequest => {
  const { origin } = behavior;
  return {
    ...request.incoming,
    method: request.method,
    path: origin.path + request.uri,
    query: forwardedQuery(behavior, request),
    headers: forwardedHeaders(behavior, request, conditions),
    host: origin.domainName,
  };
};

const forwardedQuery = ({ cachePolicy, originRequestPolicy }: Behavior, request: EdgeRequest): string => {
  const cached = cachePolicy.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig;
  const forwarded = originRequestPolicy?.QueryStringsConfig;
  return queryParts(request.query)
    .filter(({ name }) => selects(cached, name) || (forwarded && selects(forwarded, name)))
    .map(({ part }) => part)
    .join('&');
};

const forwardedHeaders = (
  behavior: Behavior,
  request: EdgeRequest,
  conditions: OriginConditions,
): HeaderField[] => {
  const headers = request.headers
    .map(([name, value]): HeaderField => [name.toLowerCase(), value])
    .filter(([name]) => isForwarded(behavior, request.method, name));
  const has = (name: string) => headers.some(([key]) => key === name);
  const cookies = forwardedCookies(behavior, request);
  const encoding = normalizedAcceptEncoding(behavior.cachePolicy, request);
  return [
    ...headers,
    ...(has('host') ? [] : [['host', behavior.origin.domainName] as const]),
    ...(has('user-agent') ? [] : [['user-agent', 'Amazon CloudFront'] as const]),
    ...(encoding === undefined ? [] : [['accept-encoding', encoding] as const]),
    ...(cookies === '' ? [] : [['cookie', cookies] as const]),
    ...(request.body.length > 0 ? [['content-length', String(request.body.length)] as const] : []),
    ...Object.entries(conditions),
    ...behavior.origin.customHeaders.map(([name, value]) => [name.toLowerCase(), value] as const),
    ['via', '1.1 local.cloudfront.net (CloudFront)'],
  ];
};

const isForwarded = (behavior: Behavior, method: string, name: string): boolean => {
  if (isHopByHop(name) || NEVER_COPIED.has(name) || CONDITION_HEADERS.includes(name)) return false;
  if (name === 'x-forwarded-for') return true;
  if (BODY_METHODS.has(method) && (name === 'content-type' || name === 'x-amz-content-sha256')) return true;
  const cached = behavior.cachePolicy.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig;
  const forwarded = behavior.originRequestPolicy?.HeadersConfig;
  const listed = (names: readonly string[]) => names.some((one) => one.toLowerCase() === name);
  if (listed(cached.Headers)) return true;
  switch (forwarded?.HeaderBehavior) {
    case 'allViewer':
      return true;
    case 'allExcept':
      return !listed(forwarded.Headers);
    case 'whitelist':
      return listed(forwarded.Headers);
    default:
      return false;
  }
};

const forwardedCookies = (behavior: Behavior, request: EdgeRequest): string =>
  cookiesOf(request)
    .filter(([name]) => forwardsCookie(behavior, name))
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

const forwardsCookie = ({ cachePolicy, originRequestPolicy }: Behavior, name: string): boolean => {
  const forwarded = originRequestPolicy?.CookiesConfig;
  return (
    selects(cachePolicy.ParametersInCacheKeyAndForwardedToOrigin.CookiesConfig, name) ||
    (forwarded !== undefined && selects(forwarded, name))
  );
};

/** True when the behaviour forwards any cookie; otherwise `Set-Cookie` of the origin is dropped as well. */
export const forwardsCookies = ({ cachePolicy, originRequestPolicy }: Behavior): boolean =>
  cachePolicy.ParametersInCacheKeyAndForwardedToOrigin.CookiesConfig.behavior !== 'none' ||
  (originRequestPolicy?.CookiesConfig.behavior ?? 'none') !== 'none';
