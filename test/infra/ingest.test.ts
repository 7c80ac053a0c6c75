import { SynthesisedTemplate } from './support/template';

const template = SynthesisedTemplate.of('default');

describe('Ingest', () => {
  test('hears of every object that is made below staging/', () => {
    const bucket = template.get('BucketsStaging');

    expect(bucket.Properties['NotificationConfiguration']).toEqual({
      QueueConfigurations: [
        {
          Event: 's3:ObjectCreated:*',
          Queue: '<IngestQueue.Arn>',
          Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'staging/' }] } },
        },
      ],
    });
  });

  test('has the queue policy in place before the bucket, and no function that sets notifications', () => {
    const { DependsOn } = template.get('BucketsStaging');

    expect([DependsOn].flat()).toEqual([expect.stringMatching(/^IngestQueuePolicy/)]);
    expect([...template.types()].filter((type) => type.startsWith('Custom::'))).toEqual([]);
  });

  test('takes events from S3 of this account only, over TLS only', () => {
    const { PolicyDocument } = template.get('IngestQueuePolicy').Properties;

    expect((PolicyDocument as { Statement: unknown[] }).Statement).toEqual([
      {
        Action: 'sqs:*',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Resource: '<IngestQueue.Arn>',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Action: 'sqs:SendMessage',
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Resource: '<IngestQueue.Arn>',
        Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
      },
    ]);
  });

  test('hides an event for six timeouts while it is worked on', () => {
    const { VisibilityTimeout } = template.get('IngestQueue').Properties;

    const { Timeout } = template.get('IngestFunction').Properties;
    expect(Timeout).toBe(60);
    expect(VisibilityTimeout).toBe(6 * 60);
  });

  test('moves what fails five times to a queue that keeps it for two weeks', () => {
    const queue = template.get('IngestQueue').Properties;
    const deadLetters = template.get('IngestDeadLetterQueue').Properties;

    expect(queue['RedrivePolicy']).toEqual({
      deadLetterTargetArn: '<IngestDeadLetterQueue.Arn>',
      maxReceiveCount: 5,
    });
    expect(deadLetters['MessageRetentionPeriod']).toBe(14 * 24 * 3600);
  });

  test('encrypts both queues', () => {
    for (const id of ['IngestQueue', 'IngestDeadLetterQueue'])
      expect(template.get(id).Properties).toMatchObject({ SqsManagedSseEnabled: true });
  });

  test.each([
    ['default', 10],
    ['customised', 4],
  ] as const)(
    'takes one event at a time and reports failures by item (%s)',
    (variant, MaximumConcurrency) => {
      const mappings = Object.values(
        SynthesisedTemplate.of(variant).ofType('AWS::Lambda::EventSourceMapping'),
      );

      const ofIngest = mappings.filter(
        ({ Properties }) => Properties['EventSourceArn'] === '<IngestQueue.Arn>',
      );
      expect(ofIngest.map(({ Properties }) => Properties)).toEqual([
        expect.objectContaining({
          BatchSize: 1,
          FunctionName: '<IngestFunction>',
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ScalingConfig: { MaximumConcurrency },
        }),
      ]);
    },
  );
});
