// Policies that AWS publishes under fixed ids (CloudFront developer guide, "Use managed cache policies" and following).

const nothing = {
  QueryStringsConfig: { QueryStringBehavior: 'none' },
  CookiesConfig: { CookieBehavior: 'none' },
};
const everything = {
  QueryStringsConfig: { QueryStringBehavior: 'all' },
  CookiesConfig: { CookieBehavior: 'all' },
};
const noHeaders = { HeadersConfig: { HeaderBehavior: 'none' } };

const caching = (Name: string, ttls: readonly [number, number, number], encodings: boolean) => ({
  Name,
  MinTTL: ttls[0],
  DefaultTTL: ttls[1],
  MaxTTL: ttls[2],
  ParametersInCacheKeyAndForwardedToOrigin: {
    ...nothing,
    ...noHeaders,
    EnableAcceptEncodingGzip: encodings,
    EnableAcceptEncodingBrotli: encodings,
  },
});

/** Cache policies by id. */
export const MANAGED_CACHE_POLICIES: Readonly<Record<string, unknown>> = {
  '658327ea-f89d-4fab-a63d-7e88639e58f6': caching('CachingOptimized', [1, 86_400, 31_536_000], true),
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': caching(
    'CachingOptimizedForUncompressedObjects',
    [1, 86_400, 31_536_000],
    false,
  ),
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': caching('CachingDisabled', [0, 0, 0], false),
};

/** Origin request policies by id. */
export const MANAGED_ORIGIN_REQUEST_POLICIES: Readonly<Record<string, unknown>> = {
  '216adef6-5c7f-47e4-b989-5492eafa07d3': {
    Name: 'AllViewer',
    ...everything,
    HeadersConfig: { HeaderBehavior: 'allViewer' },
  },
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': {
    Name: 'AllViewerExceptHostHeader',
    ...everything,
    HeadersConfig: { HeaderBehavior: 'allExcept', Headers: ['host'] },
  },
  '59781a5b-3903-41f3-afcb-af62929ccde1': {
    Name: 'CORS-CustomOrigin',
    ...nothing,
    HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['origin'] },
  },
  'acba4595-bd28-49b8-b9fe-13317c0390fa': {
    Name: 'UserAgentRefererHeaders',
    ...nothing,
    HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['user-agent', 'referer'] },
  },
};

const anyOrigin = (methods: readonly string[], OriginOverride: boolean) => ({
  AccessControlAllowCredentials: false,
  AccessControlAllowHeaders: { Items: ['*'] },
  AccessControlAllowMethods: { Items: methods },
  AccessControlAllowOrigins: { Items: ['*'] },
  OriginOverride,
});
const SIMPLE_METHODS = ['GET', 'HEAD'];
const ALL_METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'];
const security = {
  ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: false },
  ContentTypeOptions: { Override: true },
  FrameOptions: { FrameOption: 'SAMEORIGIN', Override: false },
  StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: false },
  XSSProtection: { Protection: true, ModeBlock: true, Override: false },
};

/** Response headers policies by id. */
export const MANAGED_RESPONSE_HEADERS_POLICIES: Readonly<Record<string, unknown>> = {
  '60669652-455b-4ae9-85a4-c4c02393f86c': {
    Name: 'SimpleCORS',
    CorsConfig: anyOrigin(SIMPLE_METHODS, false),
  },
  '5cc3b908-e619-4b99-88e5-2cf7f45965bd': {
    Name: 'CORS-With-Preflight',
    CorsConfig: {
      ...anyOrigin(ALL_METHODS, true),
      AccessControlExposeHeaders: { Items: ['*'] },
    },
  },
  '67f7725c-6f97-4210-82d7-5512b31e9d03': { Name: 'SecurityHeaders', SecurityHeadersConfig: security },
  'e61eb60c-9c35-4d20-a928-2b84e02af89c': {
    Name: 'CORS-and-SecurityHeaders',
    CorsConfig: anyOrigin(SIMPLE_METHODS, false),
    SecurityHeadersConfig: security,
  },
};
