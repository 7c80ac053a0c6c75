import { SynthesisedTemplate } from './support/template';

const template = SynthesisedTemplate.of('default');
const customised = SynthesisedTemplate.of('customised');

const functionsOf = (from: SynthesisedTemplate) =>
  Object.entries(from.ofType('AWS::Lambda::Function')).filter(
    // The provider of CDK's own custom resource, which empties buckets.
    ([id]) => !id.startsWith('CustomS3AutoDeleteObjects'),
  );

const environmentOf = (id: string, from = template): Record<string, unknown> =>
  (from.get(id).Properties['Environment'] as { Variables: Record<string, unknown> }).Variables;

const POWERTOOLS = ['POWERTOOLS_LOG_LEVEL', 'POWERTOOLS_METRICS_NAMESPACE', 'POWERTOOLS_SERVICE_NAME'];

describe.each(functionsOf(template))('%s', (id, { Properties }) => {
  test('runs on arm64 with Node 24, traced', () => {
    expect(Properties).toMatchObject({
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    });
  });

  test('writes JSON to a log group of its own with a retention', () => {
    const { LoggingConfig } = Properties;

    expect(LoggingConfig).toEqual({
      LogFormat: 'JSON',
      LogGroup: expect.stringMatching(/Logs>$/),
      ApplicationLogLevel: 'INFO',
      SystemLogLevel: 'WARN',
    });
    const group = template.get(String((LoggingConfig as { LogGroup: string }).LogGroup).slice(1, -1));
    expect(group.Properties['RetentionInDays']).toBe(30);
  });

  test('knows its name and the metrics namespace', () => {
    const { POWERTOOLS_SERVICE_NAME, ...variables } = environmentOf(id);

    expect(POWERTOOLS_SERVICE_NAME).toMatch(/^[a-z-]+$/);
    expect(variables).toMatchObject({
      POWERTOOLS_METRICS_NAMESPACE: 'DirectUpload',
      POWERTOOLS_LOG_LEVEL: 'INFO',
    });
  });

  test('has no physical name', () => {
    expect(Properties).not.toHaveProperty('FunctionName');
  });
});

describe('Environments', () => {
  test.each([
    [
      'FunctionsMintFunction',
      [
        'TABLE_NAME',
        'STAGING_BUCKET',
        'UPLOAD_SIGNER_ROLE_ARN',
        'UPLOAD_BASE_URL',
        'MAX_UPLOAD_BYTES',
        'DEFAULT_EXPIRY_SECONDS',
        'RATE_LIMIT',
      ],
    ],
    [
      'FunctionsCreateFunction',
      [
        'TABLE_NAME',
        'STAGING_BUCKET',
        'IMAGES_BUCKET',
        'DELIVERY_BASE_URL',
        'MAX_UPLOAD_BYTES',
        'FETCH_EXEMPT_HOSTS',
        'RATE_LIMIT',
      ],
    ],
    [
      'FunctionsReadFunction',
      ['TABLE_NAME', 'STAGING_BUCKET', 'IMAGES_BUCKET', 'DELIVERY_BASE_URL', 'IMAGES_ALLOWED', 'RATE_LIMIT'],
    ],
    [
      'FunctionsManageFunction',
      [
        'TABLE_NAME',
        'STAGING_BUCKET',
        'IMAGES_BUCKET',
        'DELIVERY_BASE_URL',
        'DELIVERY_DISTRIBUTION_ID',
        'WEBHOOK_EXEMPT_HOSTS',
        'RATE_LIMIT',
      ],
    ],
    ['WebhooksFunction', ['TABLE_NAME', 'QUEUE_URL', 'WEBHOOK_EXEMPT_HOSTS']],
    ['AuthorizerFunction', ['TABLE_NAME', 'DELIVERY_BASE_URL', 'MAX_REQUEST_BYTES', 'UPLOADER_SEES_META']],
    [
      'IngestFunction',
      [
        ...['TABLE_NAME', 'STAGING_BUCKET', 'IMAGES_BUCKET'],
        ...['EVENT_BUS_NAME', 'DELIVERY_BASE_URL', 'MAX_UPLOAD_BYTES'],
      ],
    ],
  ])('%s has exactly the variables of docs/architecture.md', (id, names) => {
    expect(Object.keys(environmentOf(id)).sort()).toEqual([...names, ...POWERTOOLS].sort());
  });

  test('sizes, expiry and log level are the settings', () => {
    const mint = environmentOf('FunctionsMintFunction', customised);
    const ingest = environmentOf('IngestFunction', customised);

    expect(mint).toMatchObject({
      MAX_UPLOAD_BYTES: '1000000',
      DEFAULT_EXPIRY_SECONDS: '600',
      POWERTOOLS_LOG_LEVEL: 'WARN',
    });
    expect(ingest['MAX_UPLOAD_BYTES']).toBe('1000000');
  });

  test('the rate limit is told to every function of the control API, and is off by default', () => {
    for (const name of ['Mint', 'Create', 'Read', 'Manage']) {
      expect(environmentOf(`Functions${name}Function`)['RATE_LIMIT']).toBe('none');
      expect(environmentOf(`Functions${name}Function`, customised)['RATE_LIMIT']).toBe('1200/300');
    }
  });

  test('no address is exempt from the rules of fetching unless it is set', () => {
    expect(environmentOf('FunctionsCreateFunction')['FETCH_EXEMPT_HOSTS']).toBe('[]');
    expect(environmentOf('FunctionsCreateFunction', customised)['FETCH_EXEMPT_HOSTS']).toBe(
      '["origin.example.internal:443"]',
    );
  });

  test('a higher log level filters in the logger, not in Lambda, where metrics would be lost', () => {
    const { LoggingConfig } = customised.get('IngestFunction').Properties;

    expect(LoggingConfig).toMatchObject({ ApplicationLogLevel: 'INFO' });
  });

  test('metrics of two deployments in one account have different namespaces', () => {
    expect(environmentOf('IngestFunction')['POWERTOOLS_METRICS_NAMESPACE']).toBe('DirectUpload');
    expect(environmentOf('IngestFunction', customised)['POWERTOOLS_METRICS_NAMESPACE']).toBe('Pictures');
  });

  test('base URLs are the hosts of this deployment, without a trailing slash', () => {
    const [mint, read] = ['FunctionsMintFunction', 'FunctionsReadFunction'] as const;

    expect(environmentOf(mint)['UPLOAD_BASE_URL']).toBe(
      'https://<UploadApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>/upload',
    );
    expect(environmentOf(read)['DELIVERY_BASE_URL']).toMatch(/^https:\/\/<Delivery\w+\.DomainName>$/);
    expect(environmentOf(mint, customised)['UPLOAD_BASE_URL']).toBe('https://up.example.com');
    expect(environmentOf(read, customised)['DELIVERY_BASE_URL']).toBe('https://img.example.com');
  });

  test('a request may be as large as the gateway passes, or the largest file with its form around it', () => {
    const byDefault = environmentOf('AuthorizerFunction');
    const smaller = environmentOf('AuthorizerFunction', customised);

    expect(byDefault['MAX_REQUEST_BYTES']).toBe(String(10 * 1024 * 1024));
    expect(smaller['MAX_REQUEST_BYTES']).toBe(String(1_000_000 + 64 * 1024));
  });
});

describe('Log groups', () => {
  test('all have the retention that is set', () => {
    const retentions = Object.values(customised.ofType('AWS::Logs::LogGroup')).map(
      ({ Properties }) => Properties['RetentionInDays'],
    );

    expect(retentions.length).toBeGreaterThanOrEqual(8);
    expect(new Set(retentions)).toEqual(new Set([7]));
  });
});
