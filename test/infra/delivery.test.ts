import { SynthesisedTemplate } from './support/template';

const template = SynthesisedTemplate.of('default');
const customised = SynthesisedTemplate.of('customised');

type Properties = Record<string, unknown>;

const only = (type: string, from = template): Properties => {
  const found = Object.entries(from.ofType(type)).filter(([id]) => id.startsWith('Delivery'));
  expect(found).toHaveLength(1);
  return found[0]?.[1].Properties as Properties;
};

interface DistributionConfig {
  readonly DefaultCacheBehavior: Properties;
  readonly CustomErrorResponses: { ErrorCode: number; ErrorCachingMinTTL: number }[];
  readonly Origins: (Properties & { CustomOriginConfig: Properties })[];
  readonly CacheBehaviors?: unknown;
  readonly [key: string]: unknown;
}

const distribution = (from = template) =>
  only('AWS::CloudFront::Distribution', from)['DistributionConfig'] as DistributionConfig;

describe('the distribution', () => {
  test('serves everything by one behaviour that redirects to HTTPS and takes no writes', () => {
    const { DefaultCacheBehavior, CacheBehaviors, HttpVersion } = distribution();

    expect(CacheBehaviors).toBeUndefined();
    expect(HttpVersion).toBe('http2and3');
    expect(DefaultCacheBehavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS'],
      Compress: false,
      ViewerProtocolPolicy: 'redirect-to-https',
      CachePolicyId: expect.stringMatching(/^<DeliveryCachePolicy/),
      FunctionAssociations: [
        {
          EventType: 'viewer-request',
          FunctionARN: expect.stringMatching(/^<DeliveryViewerRequest.*FunctionARN>$/),
        },
      ],
    });
    expect(DefaultCacheBehavior['OriginRequestPolicyId']).toBeUndefined();
  });

  test('signs its requests to the function URL, and waits longer than a rendering takes', () => {
    const [origin, ...others] = distribution().Origins;

    expect(others).toEqual([]);
    expect(origin).toMatchObject({
      OriginAccessControlId: '<DeliveryOriginAccess.Id>',
      CustomOriginConfig: {
        OriginProtocolPolicy: 'https-only',
        OriginReadTimeout: 60,
        OriginSSLProtocols: ['TLSv1.2'],
      },
    });
    expect(only('AWS::CloudFront::OriginAccessControl')['OriginAccessControlConfig']).toMatchObject({
      OriginAccessControlOriginType: 'lambda',
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    });
  });

  test('keeps refusals for seconds', () => {
    const ttls = Object.fromEntries(
      distribution().CustomErrorResponses.map(({ ErrorCode, ErrorCachingMinTTL }) => [
        ErrorCode,
        ErrorCachingMinTTL,
      ]),
    );

    expect(ttls).toEqual({ 400: 10, 403: 10, 404: 10, 500: 10, 502: 1, 503: 1, 504: 1 });
  });

  test('has its own name, certificate, price class and shield when asked for', () => {
    const { Aliases, ViewerCertificate, PriceClass, Origins } = distribution(customised);

    expect(Aliases).toEqual(['img.example.com']);
    expect(ViewerCertificate).toMatchObject({
      AcmCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/img',
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    });
    expect(PriceClass).toBe('PriceClass_100');
    expect(Origins[0]).toMatchObject({ OriginShield: { Enabled: true, OriginShieldRegion: 'eu-west-1' } });
    expect(distribution()['PriceClass']).toBe('PriceClass_All');
    expect(distribution().Origins[0]).not.toHaveProperty('OriginShield');
  });
});

describe('the cache policy', () => {
  const config = (from = template) =>
    only('AWS::CloudFront::CachePolicy', from)['CachePolicyConfig'] as Properties;

  test('tells answers apart by path, format and the whole query, so that no signature answers for another', () => {
    expect(config()['ParametersInCacheKeyAndForwardedToOrigin']).toEqual({
      CookiesConfig: { CookieBehavior: 'none' },
      EnableAcceptEncodingBrotli: false,
      EnableAcceptEncodingGzip: false,
      HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['x-image-format'] },
      QueryStringsConfig: { QueryStringBehavior: 'all' },
    });
  });

  test('keeps nothing unasked and nothing longer than the bound of a purge', () => {
    expect(config()).toMatchObject({ MinTTL: 0, DefaultTTL: 0, MaxTTL: 300 });
    expect(config(customised)).toMatchObject({ MinTTL: 0, DefaultTTL: 0, MaxTTL: 60 });
  });
});

test('the edge function is the compiled viewer request', () => {
  const { FunctionCode, FunctionConfig, AutoPublish } = only('AWS::CloudFront::Function');

  expect(FunctionConfig).toMatchObject({ Runtime: 'cloudfront-js-2.0' });
  expect(AutoPublish).toBe(true);
  expect(FunctionCode).toContain('function handler(event)');
  expect(FunctionCode).not.toContain('export');
});

test('answers carry strict transport security, CloudFront’s own errors too', () => {
  expect(only('AWS::CloudFront::ResponseHeadersPolicy')['ResponseHeadersPolicyConfig']).toMatchObject({
    SecurityHeadersConfig: {
      ContentTypeOptions: { Override: true },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, Override: true },
    },
  });
});

describe('the deliver function', () => {
  const deliver = (from = template) => only('AWS::Lambda::Function', from);

  test('streams through a URL that only IAM opens', () => {
    expect(only('AWS::Lambda::Url')).toMatchObject({ AuthType: 'AWS_IAM', InvokeMode: 'RESPONSE_STREAM' });
  });

  test('may be invoked by this distribution, through the URL, and by nobody else', () => {
    const permissions = Object.values(template.ofType('AWS::Lambda::Permission'))
      .map(({ Properties }) => Properties as Properties)
      .filter(({ FunctionName }) => String(FunctionName).includes('Delivery'));

    const from = {
      Principal: 'cloudfront.amazonaws.com',
      SourceArn: expect.stringMatching(/:distribution\/<DeliveryDistribution\w*>$/),
    };
    expect(permissions).toHaveLength(2);
    expect(permissions).toContainEqual(
      expect.objectContaining({ Action: 'lambda:InvokeFunctionUrl', ...from }),
    );
    expect(permissions).toContainEqual(
      expect.objectContaining({ Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true, ...from }),
    );
  });

  test('answers before CloudFront gives up, and has one core', () => {
    const { Timeout, MemorySize } = deliver();

    expect(Timeout).toBeLessThan(60);
    expect(MemorySize).toBeGreaterThanOrEqual(1769);
  });

  test('has a limit of its own only when asked for', () => {
    expect(deliver()).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(deliver(customised)).toMatchObject({ ReservedConcurrentExecutions: 5 });
  });

  test('reads images and account settings, keeps derivatives, and touches neither staging nor tokens', () => {
    const statements = Object.values(template.ofType('AWS::IAM::Policy'))
      .map(
        ({ Properties }) => Properties as { PolicyName: string; PolicyDocument: { Statement: Properties[] } },
      )
      .filter(({ PolicyName }) => PolicyName.startsWith('DeliveryFunctionRole'))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const storage = statements.filter(({ Action }) => /^(?:s3|dynamodb):/.test(String([Action].flat()[0])));

    expect(storage).toEqual([
      {
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: '<RecordsTable.Arn>',
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['IMAGE#*', 'ACCOUNT#*', 'KEYS#*'] },
        },
      },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '<BucketsImages.Arn>/images/*' },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: '<BucketsImages.Arn>/derived/*',
      },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: '<BucketsImages.Arn>' },
    ]);
    expect(JSON.stringify(statements)).not.toMatch(/Staging|TOKEN/);
  });
});
