import { SynthesisedTemplate } from './support/template';

const template = SynthesisedTemplate.of('default');
const customised = SynthesisedTemplate.of('customised');

describe('The table', () => {
  test('has one partition key, on-demand capacity, TTL and point-in-time recovery', () => {
    const { Properties } = template.get('RecordsTable');

    expect(Properties).toMatchObject({
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test('lists images by upload time for the account and for a creator, with all attributes', () => {
    const { GlobalSecondaryIndexes } = template.get('RecordsTable').Properties;

    const index = (IndexName: string, partition: string) => ({
      IndexName,
      KeySchema: [
        { AttributeName: partition, KeyType: 'HASH' },
        { AttributeName: 'listSort', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    });
    expect(GlobalSecondaryIndexes).toEqual([
      index('listing', 'listPartition'),
      index('creator', 'creatorPartition'),
    ]);
  });

  test('is kept and protected when the stack is deleted, unless it is told otherwise', () => {
    const kept = template.get('RecordsTable');
    const dropped = customised.get('RecordsTable');

    expect(kept).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    });
    expect(dropped).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
  });
});

describe.each(['BucketsStaging', 'BucketsImages'])('%s', (id) => {
  test('is encrypted, has no public access and no object ACLs', () => {
    const { Properties } = template.get(id);

    expect(Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    expect(Properties).not.toHaveProperty('VersioningConfiguration');
    expect(Properties).not.toHaveProperty('BucketName');
  });

  test('answers TLS 1.2 and later only, and its policy allows nobody anything', () => {
    const { PolicyDocument } = template.get(`${id}Policy`).Properties;

    const everything = [`<${id}.Arn>`, `<${id}.Arn>/*`];
    const denied = { Action: 's3:*', Effect: 'Deny', Principal: { AWS: '*' }, Resource: everything };
    expect(PolicyDocument).toMatchObject({
      Statement: [
        { ...denied, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { ...denied, Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
      ],
    });
    expect((PolicyDocument as { Statement: unknown[] }).Statement).toHaveLength(2);
  });

  test('is kept when the stack is deleted, unless it is told otherwise; then it is emptied first', () => {
    const dropped = customised.get(id);

    expect(template.get(id)).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(template.types()).not.toContain('Custom::S3AutoDeleteObjects');
    expect(dropped.DeletionPolicy).toBe('Delete');
    const emptied = Object.values(customised.ofType('Custom::S3AutoDeleteObjects'));
    expect(emptied.map(({ Properties }) => Properties['BucketName'])).toContain(`<${id}>`);
  });
});

describe('The staging bucket', () => {
  test('keeps uploads as long as a dead-letter queue can give their events back, unfinished parts a day', () => {
    const { LifecycleConfiguration } = template.get('BucketsStaging').Properties;

    expect(LifecycleConfiguration).toMatchObject({
      Rules: [
        {
          ExpirationInDays: 15,
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          Status: 'Enabled',
        },
      ],
    });
  });

  test.each([
    ['any page', template, ['*']],
    ['the allowed origins', customised, ['https://a.example', 'https://b.example']],
  ])('takes presigned POSTs from %s', (_, from, AllowedOrigins) => {
    const { CorsConfiguration } = from.get('BucketsStaging').Properties;

    expect(CorsConfiguration).toEqual({
      CorsRules: [
        {
          AllowedHeaders: ['*'],
          AllowedMethods: ['POST'],
          AllowedOrigins,
          ExposedHeaders: ['ETag', 'Location'],
          MaxAge: 86400,
        },
      ],
    });
  });
});

describe('The images bucket', () => {
  test('drops derivatives after a month and originals never', () => {
    const { LifecycleConfiguration } = template.get('BucketsImages').Properties;

    const { Rules } = LifecycleConfiguration as { Rules: Record<string, unknown>[] };
    const expiring = Rules.filter((rule) => 'ExpirationInDays' in rule);
    expect(expiring).toEqual([expect.objectContaining({ Prefix: 'derived/', ExpirationInDays: 30 })]);
  });

  test('has no CORS: pages get pictures from delivery', () => {
    expect(template.get('BucketsImages').Properties).not.toHaveProperty('CorsConfiguration');
  });
});
