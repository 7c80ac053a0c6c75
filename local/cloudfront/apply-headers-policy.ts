import { matchesWildcard } from '../iam/wildcard';
import { type EdgeRequest, joinedHeader } from './edge-request';
import type { ResponseHeaders } from './edge-response';
import type { ResponseHeadersPolicy } from './policies';

/** A header that a policy wants to set. */
interface PolicyHeader {
  readonly name: string;
  readonly value: string;
  /** True: also over the origin's own. */
  readonly overrides: boolean;
}

/** Adds, replaces and removes headers as a response headers policy says (developer guide, "Understand response headers policies"). */
export const applyHeadersPolicy = (
  policy: ResponseHeadersPolicy,
  request: EdgeRequest,
  headers: ResponseHeaders,
): ResponseHeaders => {
  const removed = new Set(
    (policy.RemoveHeadersConfig?.Items ?? []).map(({ Header }) => Header.toLowerCase()),
  );
  const result: Record<string, string | readonly string[]> = Object.fromEntries(
    Object.entries(headers).filter(([name]) => !removed.has(name)),
  );
  const own = [...customHeaders(policy), ...securityHeaders(policy), ...corsHeaders(policy, request)];
  for (const { name, value, overrides } of own)
    if (overrides || !Object.hasOwn(result, name)) result[name] = value;
  return result;
};

const customHeaders = ({ CustomHeadersConfig }: ResponseHeadersPolicy): PolicyHeader[] =>
  (CustomHeadersConfig?.Items ?? []).map(({ Header, Value, Override }) => ({
    name: Header.toLowerCase(),
    value: Value,
    overrides: Override,
  }));

const securityHeaders = ({ SecurityHeadersConfig: config = {} }: ResponseHeadersPolicy): PolicyHeader[] => {
  const { ContentSecurityPolicy, ContentTypeOptions, FrameOptions, ReferrerPolicy } = config;
  const { StrictTransportSecurity, XSSProtection } = config;
  return [
    one('content-security-policy', ContentSecurityPolicy?.ContentSecurityPolicy, ContentSecurityPolicy),
    one('x-content-type-options', ContentTypeOptions && 'nosniff', ContentTypeOptions),
    one('x-frame-options', FrameOptions?.FrameOption, FrameOptions),
    one('referrer-policy', ReferrerPolicy?.ReferrerPolicy, ReferrerPolicy),
    one(
      'strict-transport-security',
      StrictTransportSecurity && hsts(StrictTransportSecurity),
      StrictTransportSecurity,
    ),
    one('x-xss-protection', XSSProtection && xss(XSSProtection), XSSProtection),
  ].flat();
};

const one = (
  name: string,
  value: string | undefined,
  config: { readonly Override: boolean } | undefined,
): PolicyHeader[] => (value === undefined || !config ? [] : [{ name, value, overrides: config.Override }]);

type Security = NonNullable<ResponseHeadersPolicy['SecurityHeadersConfig']>;

const hsts = (config: NonNullable<Security['StrictTransportSecurity']>): string =>
  [
    `max-age=${config.AccessControlMaxAgeSec}`,
    ...(config.IncludeSubdomains ? ['includeSubDomains'] : []),
    ...(config.Preload ? ['preload'] : []),
  ].join('; ');

const xss = (config: NonNullable<Security['XSSProtection']>): string =>
  [
    config.Protection ? '1' : '0',
    ...(config.ModeBlock ? ['mode=block'] : []),
    ...(config.ReportUri ? [`report=${config.ReportUri}`] : []),
  ].join('; ');

/** Only for requests with an `Origin`, as browsers send across origins; the preflight's headers only to a preflight. */
const corsHeaders = ({ CorsConfig: config }: ResponseHeadersPolicy, request: EdgeRequest): PolicyHeader[] => {
  const origin = joinedHeader(request, 'origin');
  if (!config || origin === undefined) return [];
  const everyone = config.AccessControlAllowOrigins.includes('*');
  if (!everyone && !config.AccessControlAllowOrigins.some((allowed) => matchesWildcard(allowed, origin)))
    return [];
  const isPreflight =
    request.method === 'OPTIONS' && joinedHeader(request, 'access-control-request-method') !== undefined;
  const values: Record<string, string | undefined> = {
    'access-control-allow-origin': everyone ? '*' : origin,
    'access-control-allow-credentials': config.AccessControlAllowCredentials ? 'true' : undefined,
    'access-control-expose-headers': config.AccessControlExposeHeaders?.join(','),
    ...(isPreflight && {
      'access-control-allow-methods': config.AccessControlAllowMethods.join(','),
      'access-control-allow-headers': config.AccessControlAllowHeaders.join(','),
      'access-control-max-age': config.AccessControlMaxAgeSec?.toString(),
    }),
    ...(!everyone && { vary: 'Origin' }),
  };
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, overrides: config.OriginOverride }],
  );
};
