import { templateOf } from '../gateway/template-of';

type Properties = Record<string, unknown>;

/** What a test changes of the small distribution. */
export interface DeliveryParts {
  readonly distribution?: Properties;
  readonly behavior?: Properties;
  readonly cachePolicy?: Properties;
  readonly parameters?: Properties;
  readonly originRequestPolicy?: Properties;
  readonly headersPolicy?: Properties;
  readonly viewerRequest?: string;
  readonly viewerResponse?: string;
  readonly origin?: Properties;
  readonly url?: Properties;
  /** Actions that CloudFront may do; both are needed. */
  readonly actions?: string[];
}

const edgeFunction = (code: string) => ({
  Type: 'AWS::CloudFront::Function',
  Properties: {
    Name: 'function',
    AutoPublish: true,
    FunctionCode: code,
    FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
  },
});

/** A distribution in front of one function URL, origin access control included; as CDK writes it. */
export const deliveryTemplate = (parts: DeliveryParts = {}) =>
  templateOf({
    Fn: { Type: 'AWS::Lambda::Function', Properties: {} },
    Url: {
      Type: 'AWS::Lambda::Url',
      Properties: {
        AuthType: 'AWS_IAM',
        InvokeMode: 'RESPONSE_STREAM',
        TargetFunctionArn: { 'Fn::GetAtt': ['Fn', 'Arn'] },
        ...parts.url,
      },
    },
    Control: {
      Type: 'AWS::CloudFront::OriginAccessControl',
      Properties: {
        OriginAccessControlConfig: {
          Name: 'control',
          OriginAccessControlOriginType: 'lambda',
          SigningBehavior: 'always',
          SigningProtocol: 'sigv4',
        },
      },
    },
    ...Object.fromEntries(
      (parts.actions ?? ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction']).map((Action, index) => [
        `Permission${index}`,
        {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action,
            FunctionName: { 'Fn::GetAtt': ['Url', 'FunctionArn'] },
            Principal: 'cloudfront.amazonaws.com',
            SourceArn: {
              'Fn::Join': ['', ['arn:aws:cloudfront::000000000000:distribution/', { Ref: 'Distribution' }]],
            },
          },
        },
      ]),
    ),
    CachePolicy: {
      Type: 'AWS::CloudFront::CachePolicy',
      Properties: {
        CachePolicyConfig: {
          Name: 'policy',
          MinTTL: 0,
          DefaultTTL: 0,
          MaxTTL: 300,
          ...parts.cachePolicy,
          ParametersInCacheKeyAndForwardedToOrigin: {
            CookiesConfig: { CookieBehavior: 'none' },
            HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['x-image-format'] },
            QueryStringsConfig: { QueryStringBehavior: 'all' },
            EnableAcceptEncodingGzip: false,
            EnableAcceptEncodingBrotli: false,
            ...parts.parameters,
          },
        },
      },
    },
    ...(parts.originRequestPolicy && {
      OriginRequestPolicy: {
        Type: 'AWS::CloudFront::OriginRequestPolicy',
        Properties: { OriginRequestPolicyConfig: { Name: 'origin', ...parts.originRequestPolicy } },
      },
    }),
    ...(parts.headersPolicy && {
      HeadersPolicy: {
        Type: 'AWS::CloudFront::ResponseHeadersPolicy',
        Properties: { ResponseHeadersPolicyConfig: { Name: 'headers', ...parts.headersPolicy } },
      },
    }),
    ...(parts.viewerRequest && { ViewerRequest: edgeFunction(parts.viewerRequest) }),
    ...(parts.viewerResponse && { ViewerResponse: edgeFunction(parts.viewerResponse) }),
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          DefaultCacheBehavior: defaultBehavior(parts),
          Origins: [
            {
              Id: 'origin',
              CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
              DomainName: {
                'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Url', 'FunctionUrl'] }] }],
              },
              OriginAccessControlId: { 'Fn::GetAtt': ['Control', 'Id'] },
              ...parts.origin,
            },
          ],
          ...parts.distribution,
        },
      },
    },
  });

const defaultBehavior = (parts: DeliveryParts) => ({
  TargetOriginId: 'origin',
  CachePolicyId: { Ref: 'CachePolicy' },
  ...(parts.originRequestPolicy && { OriginRequestPolicyId: { Ref: 'OriginRequestPolicy' } }),
  ...(parts.headersPolicy && { ResponseHeadersPolicyId: { Ref: 'HeadersPolicy' } }),
  Compress: true,
  ViewerProtocolPolicy: 'redirect-to-https',
  FunctionAssociations: [
    ...(parts.viewerRequest
      ? [{ EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['ViewerRequest', 'FunctionARN'] } }]
      : []),
    ...(parts.viewerResponse
      ? [{ EventType: 'viewer-response', FunctionARN: { 'Fn::GetAtt': ['ViewerResponse', 'FunctionARN'] } }]
      : []),
  ],
  ...parts.behavior,
});
