import * as z from 'zod';

// Strict: a setting that is not listed here would be ignored, so it stops the start instead.

const text = z.string();
const items = z.union([
  z.array(text),
  z.strictObject({ Items: z.array(text) }).transform(({ Items }) => Items),
]);
const wildcardFree = z
  .array(
    text.refine((name) => !/^cloudfront-/i.test(name), 'headers that CloudFront adds do not exist locally'),
  )
  .default([]);

/** Which of some names count: query parameters or cookies. */
const selection = (behavior: string, names: string) =>
  z
    .looseObject({
      [behavior]: z.enum(['none', 'whitelist', 'allExcept', 'all']),
      [names]: z.array(text).optional(),
    })
    .transform(
      (value): NameSelection => ({
        behavior: value[behavior] as NameSelection['behavior'],
        names: (value[names] as string[] | undefined) ?? [],
      }),
    );

/** Names that are taken from a request. */
export interface NameSelection {
  readonly behavior: 'none' | 'whitelist' | 'allExcept' | 'all';
  readonly names: readonly string[];
}

/** True when the selection takes the name. */
export const selects = ({ behavior, names }: NameSelection, name: string): boolean => {
  if (behavior === 'all') return true;
  if (behavior === 'none') return false;
  return names.includes(name) === (behavior === 'whitelist');
};

/** `CachePolicyConfig` of `AWS::CloudFront::CachePolicy`; TTLs in seconds. */
export const cachePolicy = z.strictObject({
  Name: text,
  Comment: text.optional(),
  MinTTL: z.number(),
  DefaultTTL: z.number(),
  MaxTTL: z.number(),
  ParametersInCacheKeyAndForwardedToOrigin: z.strictObject({
    CookiesConfig: selection('CookieBehavior', 'Cookies'),
    HeadersConfig: z.strictObject({ HeaderBehavior: z.enum(['none', 'whitelist']), Headers: wildcardFree }),
    QueryStringsConfig: selection('QueryStringBehavior', 'QueryStrings'),
    EnableAcceptEncodingBrotli: z.boolean().default(false),
    EnableAcceptEncodingGzip: z.boolean(),
  }),
});
/** What decides the cache key and for how long CloudFront keeps an answer. */
export type CachePolicy = z.infer<typeof cachePolicy>;

/** `OriginRequestPolicyConfig` of `AWS::CloudFront::OriginRequestPolicy`. */
export const originRequestPolicy = z.strictObject({
  Name: text,
  Comment: text.optional(),
  CookiesConfig: selection('CookieBehavior', 'Cookies'),
  HeadersConfig: z.strictObject({
    HeaderBehavior: z.enum(['none', 'whitelist', 'allViewer', 'allExcept']),
    Headers: wildcardFree,
  }),
  QueryStringsConfig: selection('QueryStringBehavior', 'QueryStrings'),
});
/** What of a request goes on to the origin besides the cache key. */
export type OriginRequestPolicy = z.infer<typeof originRequestPolicy>;

const override = z.boolean();
const security = z.strictObject({
  ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: text, Override: override }).optional(),
  ContentTypeOptions: z.strictObject({ Override: override }).optional(),
  FrameOptions: z.strictObject({ FrameOption: text, Override: override }).optional(),
  ReferrerPolicy: z.strictObject({ ReferrerPolicy: text, Override: override }).optional(),
  StrictTransportSecurity: z
    .strictObject({
      AccessControlMaxAgeSec: z.number(),
      IncludeSubdomains: z.boolean().default(false),
      Preload: z.boolean().default(false),
      Override: override,
    })
    .optional(),
  XSSProtection: z
    .strictObject({
      Protection: z.boolean(),
      ModeBlock: z.boolean().default(false),
      ReportUri: text.optional(),
      Override: override,
    })
    .optional(),
});

/** `ResponseHeadersPolicyConfig` of `AWS::CloudFront::ResponseHeadersPolicy`. */
export const responseHeadersPolicy = z.strictObject({
  Name: text,
  Comment: text.optional(),
  CorsConfig: z
    .strictObject({
      AccessControlAllowCredentials: z.boolean(),
      AccessControlAllowHeaders: items,
      AccessControlAllowMethods: items,
      AccessControlAllowOrigins: items,
      AccessControlExposeHeaders: items.optional(),
      AccessControlMaxAgeSec: z.number().optional(),
      OriginOverride: override,
    })
    .optional(),
  CustomHeadersConfig: z
    .strictObject({
      Items: z.array(z.strictObject({ Header: text, Value: text, Override: override })).default([]),
    })
    .optional(),
  RemoveHeadersConfig: z
    .strictObject({ Items: z.array(z.strictObject({ Header: text })).default([]) })
    .optional(),
  SecurityHeadersConfig: security.optional(),
  ServerTimingHeadersConfig: z.unknown().optional(),
});
/** Headers that CloudFront sets on, or removes from, answers to viewers. */
export type ResponseHeadersPolicy = z.infer<typeof responseHeadersPolicy>;
