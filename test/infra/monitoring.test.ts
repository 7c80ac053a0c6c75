import { FUNCTIONS } from './support/functions';
import { SynthesisedTemplate } from './support/template';

const template = SynthesisedTemplate.of('default');
const customised = SynthesisedTemplate.of('customised');

const alarms = Object.values(template.ofType('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

interface MetricQuery {
  readonly MetricStat: {
    readonly Metric: {
      readonly MetricName: string;
      readonly Namespace: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
  };
}

/** An alarm by its name without the stack's, its metric spelt out. @throws Error when there is none. */
const alarm = (name: string): Readonly<Record<string, unknown>> => {
  const found = alarms.find(({ AlarmName }) => AlarmName === `DirectUpload-${name}`);
  if (!found)
    throw new Error(`no alarm ${name} among ${alarms.map(({ AlarmName }) => AlarmName).join(', ')}`);
  const [query] = found['Metrics'] as MetricQuery[];
  const { MetricName, Namespace, Dimensions } = query?.MetricStat.Metric ?? { Dimensions: [] };
  const dimensions = Dimensions.map(({ Name, Value }) => `${Name}=${Value}`);
  return { ...found, metric: `${Namespace} ${MetricName} ${dimensions.join(' ')}` };
};

describe('Alarms', () => {
  test('rise with the first upload that could not be published', () => {
    expect(alarm('ingest-queue-DLQ-Queue-Message-Count-Max-Critical')).toMatchObject({
      metric: 'AWS/SQS ApproximateNumberOfMessagesVisible QueueName=<IngestDeadLetterQueue.QueueName>',
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      DatapointsToAlarm: 1,
    });
  });

  test('rise with the first webhook that was given up', () => {
    expect(alarm('webhook-queue-DLQ-Queue-Message-Count-Max-Warning')).toMatchObject({
      metric: 'AWS/SQS ApproximateNumberOfMessagesVisible QueueName=<WebhooksDeadLetterQueue.QueueName>',
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      DatapointsToAlarm: 1,
    });
  });

  test('rise when so many webhooks wait to be tried again that SQS will soon hand out no more', () => {
    expect(alarm('webhooks-in-flight-Warning')).toMatchObject({
      metric: 'AWS/SQS ApproximateNumberOfMessagesNotVisible QueueName=<WebhooksQueue.QueueName>',
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 60_000,
      AlarmDescription: expect.stringContaining('docs/operations.md'),
    });
  });

  test('rise when the oldest upload has waited for ten minutes', () => {
    expect(alarm('ingest-queue-Queue-Message-Age-Max-Warning')).toMatchObject({
      metric: 'AWS/SQS ApproximateAgeOfOldestMessage QueueName=<IngestQueue.QueueName>',
      Threshold: 600,
    });
  });

  test.each([
    [
      'control-api',
      'AWS/ApiGateway 5XXError ApiName=DirectUpload-control Stage=<ControlApiDeploymentStageclient>',
    ],
    ['control-api-batch', 'AWS/ApiGateway 5XXError ApiName=DirectUpload-control Stage=<ControlImagesStage>'],
    [
      'upload-endpoint',
      'AWS/ApiGateway 5XXError ApiName=DirectUpload-upload Stage=<UploadApiDeploymentStageupload>',
    ],
  ])('rise with faults of the %s', (api, metric) => {
    expect(alarm(`${api}-Fault-Count-Critical`)).toMatchObject({
      metric,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  test.each([
    ['UploadApi', 'upload'],
    ['ControlApi', 'control'],
  ])('watch the %s under the name that it really has', (id, name) => {
    expect(template.get(id).Properties['Name']).toBe(`DirectUpload-${name}`);
    expect(customised.get(id).Properties['Name']).toBe(`Pictures-${name}`);
  });

  test.each([
    ['control-api', 2000],
    ['control-api-batch', 2000],
    ['upload-endpoint', 15_000],
  ])('rise when the %s is slow', (api, milliseconds) => {
    expect(alarm(`${api}-Latency-P90-Warning`)).toMatchObject({ Threshold: milliseconds });
  });

  test('rise with faults of delivery, and fall when there are no more to count', () => {
    expect(alarm('service-delivery-faults-Critical')).toMatchObject({
      metric: 'DirectUpload DeliveryFaults service=deliver',
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      DatapointsToAlarm: 1,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
  });

  test('watch metrics of their own region only: CloudFront has its in us-east-1', () => {
    const namespaces = alarms.flatMap(({ Metrics }) =>
      (Metrics as MetricQuery[]).map(({ MetricStat }) => MetricStat.Metric.Namespace),
    );

    expect(namespaces).toContain('AWS/SQS');
    expect(namespaces).not.toContain('AWS/CloudFront');
  });

  test.each(FUNCTIONS)('rise when %s fails or is throttled', (name) => {
    expect(alarm(`function-${name}-Fault-Count-Critical`)).toMatchObject({
      metric: expect.stringMatching(/^AWS\/Lambda Errors FunctionName=/),
    });
    expect(alarm(`function-${name}-Throttled-Count-Critical`)).toMatchObject({
      metric: expect.stringMatching(/^AWS\/Lambda Throttles FunctionName=/),
    });
  });

  test('tell the topic when they rise and when they fall', () => {
    for (const { AlarmActions, OKActions, ActionsEnabled } of alarms) {
      expect(AlarmActions).toEqual(['<MonitoringAlarmsTopic>']);
      expect(OKActions).toEqual(['<MonitoringAlarmsTopic>']);
      expect(ActionsEnabled).toBe(true);
    }
  });

  test('of two deployments in one account have different names', () => {
    const names = Object.values(customised.ofType('AWS::CloudWatch::Alarm')).map(({ Properties }) =>
      String(Properties['AlarmName']),
    );

    expect(names).toHaveLength(alarms.length);
    expect(names.filter((name) => !name.startsWith('Pictures-'))).toEqual([]);
  });
});

describe('The alarm topic', () => {
  test('is encrypted with a key that CloudWatch may use, and takes TLS only', () => {
    expect(template.get('MonitoringAlarmsTopic').Properties).toEqual({
      KmsMasterKeyId: '<MonitoringAlarmsKey.Arn>',
    });
    expect(template.get('MonitoringAlarmsKey').Properties).toMatchObject({
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: expect.arrayContaining([
          expect.objectContaining({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
          }),
        ]),
      },
    });
    expect(template.get('MonitoringAlarmsTopicPolicy').Properties['PolicyDocument']).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    });
  });

  test('has CloudWatch of this account among its publishers', () => {
    const { PolicyDocument } = template.get('MonitoringAlarmsTopicPolicy').Properties;

    expect(PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
        }),
      ]),
    });
  });

  test('has the alarm e-mail subscribed, when there is one', () => {
    const subscriptions = Object.values(customised.ofType('AWS::SNS::Subscription')).map(
      ({ Properties }) => Properties,
    );

    expect(subscriptions).toEqual([
      { Protocol: 'email', Endpoint: 'oncall@example.com', TopicArn: '<MonitoringAlarmsTopic>' },
    ]);
    expect(template.ofType('AWS::SNS::Subscription')).toEqual({});
  });
});

describe('The dashboard', () => {
  const [dashboard] = Object.values(template.ofType('AWS::CloudWatch::Dashboard'));
  const body = String(dashboard?.Properties['DashboardBody']);

  test.each([
    'DraftsMinted',
    'ImagesPublished',
    'UploadsRefused',
    'ReplaysDiscarded',
    'EventsSentLate',
    'DraftToPublishedSeconds',
    'DerivativeHits',
    'DerivativeMisses',
    'RenderMilliseconds',
    'DeliveriesRefused',
    'DeliveryFaults',
    'WebhooksDelivered',
    'WebhookAttemptsFailed',
    'WebhooksDropped',
  ])('shows %s', (metric) => {
    expect(body).toContain(metric);
    expect(body).toContain('DirectUpload');
  });

  test('is valid JSON once its references are values', () => {
    expect(() => JSON.parse(body)).not.toThrow();
  });

  test('shows no hit rate: CloudFront measures it for a price of its own only', () => {
    expect(body).toContain('AWS/CloudFront');
    expect(body).not.toContain('CacheHitRate');
  });

  test('finds refused uploads under every code, whatever the stack is called', () => {
    // A name with anything but letters and digits must be quoted (CloudWatch user guide, "search expression syntax").
    const search = `SEARCH('{"DirectUpload",service,code} MetricName="UploadsRefused"', 'Sum', 300)`;

    expect(body.includes(JSON.stringify(search).slice(1, -1))).toBe(true);
  });
});
