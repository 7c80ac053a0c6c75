/** The deployments that the infra tests look at: by default, and with every setting that changes resources. */
export const VARIANTS = {
  default: {},
  customised: {
    stackName: 'Pictures',
    allowedOrigins: ['https://a.example', 'https://b.example'],
    maxUploadBytes: 1_000_000,
    defaultExpirySeconds: 600,
    controlThrottle: { ratePerSecond: 7, burst: 9 },
    uploadThrottle: { ratePerSecond: 3, burst: 5 },
    rateLimit: { requests: 1200, windowSeconds: 300 },
    fetchExemptHosts: ['origin.example.internal:443'],
    webhookExemptHosts: ['hooks.example.internal:8080'],
    domains: {
      control: {
        name: 'api.example.com',
        certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/control',
      },
      upload: {
        name: 'up.example.com',
        certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/upload',
      },
      delivery: {
        name: 'img.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/img',
      },
    },
    delivery: {
      edgeTtlSeconds: 60,
      priceClass: 100,
      reservedConcurrency: 5,
      originShieldRegion: 'eu-west-1',
    },
    removalPolicy: 'destroy',
    alarmEmail: 'oncall@example.com',
    logRetentionDays: 7,
    logLevel: 'WARN',
    ingestConcurrency: 4,
    webhookConcurrency: 3,
    apiGatewayLogRole: 'existing',
  },
} as const;

/** Which of `VARIANTS`. */
export type VariantName = keyof typeof VARIANTS;

/** cdk context for a variant; no function is bundled, because its code is not what these tests are about. */
export const contextOf = (variant: VariantName): Record<string, unknown> => ({
  directUpload: VARIANTS[variant],
  'aws:cdk:bundling-stacks': [],
});
