import { cookiesOf, type EdgeRequest, joinedHeader, queryParts } from './edge-request';
import { type CachePolicy, selects } from './policies';

/**
 * What tells cached objects apart: path, and of the request only what the cache policy names. Behaviours with the same
 * policy share objects of the same path, as on CloudFront.
 */
export const cacheKey = (policy: CachePolicy, request: EdgeRequest): string => {
  const { HeadersConfig, CookiesConfig } = policy.ParametersInCacheKeyAndForwardedToOrigin;
  return JSON.stringify([
    policy.Name,
    request.method === 'OPTIONS' ? 'OPTIONS' : 'GET',
    request.uri,
    keyQuery(policy, request),
    HeadersConfig.Headers.map((name) => joinedHeader(request, name) ?? null),
    cookiesOf(request).filter(([name]) => selects(CookiesConfig, name)),
    normalizedAcceptEncoding(policy, request) ?? null,
  ]);
};

/**
 * `Accept-Encoding` reduced to what the policy allows, `br,gzip`, `br`, `gzip` or nothing: the same value is in the key
 * and goes to the origin (CloudFront developer guide, "Compression support").
 */
export const normalizedAcceptEncoding = (policy: CachePolicy, request: EdgeRequest): string | undefined => {
  const { EnableAcceptEncodingBrotli: brotli, EnableAcceptEncodingGzip: gzip } =
    policy.ParametersInCacheKeyAndForwardedToOrigin;
  const accepted = (joinedHeader(request, 'accept-encoding') ?? '')
    .split(',')
    .map((one) => one.split(';')[0]?.trim().toLowerCase());
  const kept = [brotli && accepted.includes('br') && 'br', gzip && accepted.includes('gzip') && 'gzip'];
  return kept.filter((one) => one !== false).join(',') || undefined;
};

/** The part of the query that tells objects apart, as sent. */
export const keyQuery = (policy: CachePolicy, { query }: EdgeRequest): string =>
  queryParts(query)
    .filter(({ name }) => selects(policy.ParametersInCacheKeyAndForwardedToOrigin.QueryStringsConfig, name))
    .map(({ part }) => part)
    .join('&');
