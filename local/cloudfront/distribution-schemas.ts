import * as z from 'zod';

// Strict: a property that would change behaviour on AWS and is not listed here stops the start instead of being ignored.

const text = z.string();
const ignored = z.unknown().optional();
const methods = z.array(z.enum(['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']));

const behavior = z.strictObject({
  TargetOriginId: text,
  CachePolicyId: text,
  OriginRequestPolicyId: text.optional(),
  ResponseHeadersPolicyId: text.optional(),
  AllowedMethods: methods.default(['GET', 'HEAD']),
  CachedMethods: methods.default(['GET', 'HEAD']),
  FunctionAssociations: z
    .array(z.strictObject({ EventType: z.enum(['viewer-request', 'viewer-response']), FunctionARN: text }))
    .default([]),
  // HTTP is all there is on a laptop, and compression changes no bytes after decoding.
  ViewerProtocolPolicy: ignored,
  Compress: ignored,
  SmoothStreaming: z.literal(false).optional(),
});
/** A cache behavior, without the path pattern that all but the default one have. */
export type BehaviorProperties = z.infer<typeof behavior>;

const pathBehavior = behavior.extend({ PathPattern: text });

const origin = z.strictObject({
  Id: text,
  DomainName: text,
  OriginPath: text.default(''),
  OriginAccessControlId: text.optional(),
  OriginCustomHeaders: z.array(z.strictObject({ HeaderName: text, HeaderValue: text })).default([]),
  CustomOriginConfig: z.looseObject(
    { OriginReadTimeout: z.number().default(30) },
    'only function URLs are origins locally, no S3 buckets',
  ),
  ConnectionAttempts: ignored,
  ConnectionTimeout: ignored,
  OriginShield: ignored,
});
/** An entry of `Origins`. */
export type OriginProperties = z.infer<typeof origin>;

/** `DistributionConfig` of `AWS::CloudFront::Distribution`. */
export const distributionConfig = z.strictObject({
  Enabled: z.literal(true),
  DefaultCacheBehavior: behavior,
  CacheBehaviors: z.array(pathBehavior).default([]),
  Origins: z.array(origin),
  CustomErrorResponses: z
    .array(
      z.strictObject({
        ErrorCode: z.number(),
        ErrorCachingMinTTL: z.number().default(10),
        ResponseCode: z.undefined('custom error pages do not run locally').optional(),
        ResponsePagePath: z.undefined('custom error pages do not run locally').optional(),
      }),
    )
    .default([]),
  DefaultRootObject: text.default(''),
  Aliases: ignored,
  Comment: ignored,
  HttpVersion: ignored,
  IPV6Enabled: ignored,
  Logging: ignored,
  PriceClass: ignored,
  Restrictions: ignored,
  ViewerCertificate: ignored,
  WebACLId: ignored,
});

/** `AWS::CloudFront::Function`. */
export const cloudFrontFunction = z.looseObject({
  FunctionCode: text,
  FunctionConfig: z.looseObject({
    Runtime: z.literal('cloudfront-js-2.0', 'only cloudfront-js-2.0 runs locally'),
  }),
});

/** `AWS::CloudFront::OriginAccessControl`. */
export const originAccessControl = z.looseObject({
  OriginAccessControlConfig: z.looseObject({
    OriginAccessControlOriginType: z.literal('lambda'),
    SigningBehavior: z.enum(['always', 'never', 'no-override']),
  }),
});

/** `AWS::Lambda::Url`. */
export const functionUrl = z.strictObject({
  AuthType: z.enum(['AWS_IAM', 'NONE']),
  InvokeMode: z.enum(['BUFFERED', 'RESPONSE_STREAM']).default('BUFFERED'),
  TargetFunctionArn: text,
  Cors: z.undefined('CORS of function URLs does not run locally').optional(),
  Qualifier: text.optional(),
});
