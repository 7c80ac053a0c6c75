import { IMAGE_EVENT_SOURCE } from '../../lambdas/core/image-event';
import { MAX_ATTEMPTS } from '../../lambdas/core/webhooks/retry-delay';
import { SynthesisedTemplate } from './support/template';

const template = SynthesisedTemplate.of('default');
const customised = SynthesisedTemplate.of('customised');

const environmentOf = (id: string, from: SynthesisedTemplate): Readonly<Record<string, unknown>> =>
  (from.get(id).Properties['Environment'] as { Variables: Record<string, unknown> }).Variables;
const statementsOf = (policy: string) =>
  (template.get(policy).Properties['PolicyDocument'] as { Statement: unknown[] }).Statement;

describe('Webhooks', () => {
  test('hear of every event of this service on its own bus, as it is', () => {
    expect(template.get('WebhooksRule').Properties).toEqual({
      Description: "Image events to the account's webhooks",
      EventBusName: '<EventsBus>',
      EventPattern: { source: [IMAGE_EVENT_SOURCE] },
      State: 'ENABLED',
      Targets: [
        {
          Id: 'Target0',
          Arn: '<WebhooksQueue.Arn>',
          DeadLetterConfig: { Arn: '<WebhooksDeadLetterQueue.Arn>' },
        },
      ],
    });
  });

  test.each([
    ['WebhooksQueuePolicy', '<WebhooksQueue.Arn>'],
    ['WebhooksDeadLetterQueuePolicy', '<WebhooksDeadLetterQueue.Arn>'],
  ])('take messages from their rule only, over TLS only: %s', (policy, Resource) => {
    const [denied, ...allowed] = statementsOf(policy);

    expect(denied).toEqual({
      Action: 'sqs:*',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Resource,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    expect(allowed).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Resource,
        Condition: { ArnEquals: { 'aws:SourceArn': '<WebhooksRule.Arn>' } },
      }),
    ]);
    expect(allowed.flatMap((statement) => (statement as { Action: string | string[] }).Action)).toContain(
      'sqs:SendMessage',
    );
  });

  test('are tried as often as there are pauses between tries, then kept for two weeks', () => {
    expect(template.get('WebhooksQueue').Properties).toMatchObject({
      RedrivePolicy: {
        deadLetterTargetArn: '<WebhooksDeadLetterQueue.Arn>',
        maxReceiveCount: MAX_ATTEMPTS,
      },
      // Longer than all tries together take.
      MessageRetentionPeriod: 4 * 24 * 3600,
      SqsManagedSseEnabled: true,
    });
    expect(template.get('WebhooksDeadLetterQueue').Properties).toMatchObject({
      MessageRetentionPeriod: 14 * 24 * 3600,
      SqsManagedSseEnabled: true,
    });
  });

  test('are hidden for six timeouts while they are sent', () => {
    const { Timeout } = template.get('WebhooksFunction').Properties;

    expect(Timeout).toBe(30);
    expect(template.get('WebhooksQueue').Properties['VisibilityTimeout']).toBe(6 * 30);
  });

  test.each([
    [template, 10],
    [customised, 3],
  ])(
    'are sent ten at a time by as many functions as the settings say, and what fails comes back alone (%#)',
    (from, functions) => {
      const mappings = Object.values(from.ofType('AWS::Lambda::EventSourceMapping')).filter(
        ({ Properties }) => Properties['EventSourceArn'] === '<WebhooksQueue.Arn>',
      );

      expect(mappings.map(({ Properties }) => Properties)).toEqual([
        {
          BatchSize: 10,
          EventSourceArn: '<WebhooksQueue.Arn>',
          FunctionName: '<WebhooksFunction>',
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ScalingConfig: { MaximumConcurrency: functions },
        },
      ]);
    },
  );

  test('go into the queue that they come from', () => {
    expect(environmentOf('WebhooksFunction', template)['QUEUE_URL']).toBe('<WebhooksQueue>');
  });

  test.each(['WebhooksFunction', 'FunctionsManageFunction'])(
    'go to public addresses only, and to the hosts that a deployment names: %s',
    (id) => {
      expect(environmentOf(id, template)['WEBHOOK_EXEMPT_HOSTS']).toBe('[]');
      expect(environmentOf(id, customised)['WEBHOOK_EXEMPT_HOSTS']).toBe('["hooks.example.internal:8080"]');
    },
  );

  test('are named in the outputs, for a redrive', () => {
    expect(template.outputs()).toMatchObject({
      WebhookQueueUrl: '<WebhooksQueue>',
      WebhookDeadLetterQueueUrl: '<WebhooksDeadLetterQueue>',
    });
  });
});
