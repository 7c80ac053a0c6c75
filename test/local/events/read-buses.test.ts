import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventEnvelope } from '../../../local/events/event-envelope';
import { readBuses } from '../../../local/events/read-buses';
import type { Queue } from '../../../local/sqs/queue';
import { openQueues } from '../../../local/sqs/read-queues';
import type { ResourceDocument } from '../../../local/template/template-document';
import { BUS_ARN, eventTemplate, QUEUE_ARN, queuePolicy, rule } from './event-template';

let folder: string;
let opened: Queue[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-events-'));
});
afterEach(() => {
  for (const queue of opened.splice(0)) queue.close();
  rmSync(folder, { recursive: true });
});

const read = (resources: Record<string, ResourceDocument>) => {
  const template = eventTemplate(resources);
  const queues = openQueues(template, folder);
  opened = [...queues.values()];
  return { buses: readBuses({ template, queues }), queues };
};

const event = (source = 'direct-upload.images') =>
  eventEnvelope({
    source,
    detailType: 'image.uploaded',
    resources: [],
    detail: { accountId: 'local' },
    time: new Date('2026-03-04T05:06:07.891Z'),
  });

const bodiesOf = async (queue: Queue | undefined): Promise<unknown[]> =>
  ((await queue?.receive(10)) ?? []).map(({ body }) => JSON.parse(body));

describe('a rule', () => {
  it('puts what it matches into its queue, in the envelope of EventBridge', async () => {
    const { buses, queues } = read({ Rule: rule(), Policy: queuePolicy() });
    const sent = event();

    await buses[0]?.put(sent);
    await buses[0]?.put(event('another.app'));

    expect(buses.map(({ arn, name }) => ({ arn, name }))).toEqual([
      { arn: BUS_ARN, name: 'pictures-events' },
    ]);
    expect(await bodiesOf(queues.get(QUEUE_ARN))).toEqual([
      {
        version: '0',
        id: sent.id,
        'detail-type': 'image.uploaded',
        source: 'direct-upload.images',
        account: '000000000000',
        time: '2026-03-04T05:06:07Z',
        region: 'us-east-1',
        resources: [],
        detail: { accountId: 'local' },
      },
    ]);
  });

  it('may name its bus by ARN, and how a target is retried does not matter', async () => {
    const { buses, queues } = read({
      Rule: rule({
        EventBusName: { 'Fn::GetAtt': ['Bus', 'Arn'] },
        Targets: [
          {
            Id: 'Target0',
            Arn: { 'Fn::GetAtt': ['Hooks', 'Arn'] },
            RetryPolicy: { MaximumRetryAttempts: 3 },
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Other', 'Arn'] } },
          },
        ],
      }),
      Policy: queuePolicy(),
    });

    await buses[0]?.put(event());

    expect(await bodiesOf(queues.get(QUEUE_ARN))).toHaveLength(1);
  });

  it('that is switched off sends nothing, but is checked', async () => {
    const { buses, queues } = read({ Rule: rule({ State: 'DISABLED' }), Policy: queuePolicy() });

    await buses[0]?.put(event());

    expect(await bodiesOf(queues.get(QUEUE_ARN))).toEqual([]);
    expect(() => read({ Rule: rule({ State: 'DISABLED' }) })).toThrow('lets EventBridge send');
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['on the default bus', { EventBusName: undefined }, /Rule: .*no default bus/s],
    ['on a bus that is not there', { EventBusName: 'other' }, /Rule: other is not a bus of the template/],
    ['with a schedule', { ScheduleExpression: 'rate(1 minute)' }, /Rule: .*no schedules/s],
    ['without a pattern', { EventPattern: undefined }, /Rule\.EventPattern/],
    [
      'with a pattern that is not evaluated',
      { EventPattern: { source: [{ suffix: 'x' }] } },
      /Rule\.EventPattern\.source\[0\]/,
    ],
    [
      'with a target that is no queue',
      { Targets: [{ Id: 'a', Arn: 'arn:aws:sns:us-east-1:000000000000:Topic' }] },
      /Rule: arn:aws:sns.*Topic is not a queue/,
    ],
    [
      'that changes the event',
      { Targets: [{ Id: 'a', Arn: QUEUE_ARN, InputPath: '$.detail' }] },
      /Rule: .*sends whole events/s,
    ],
  ])('%s stops the start', (_what, properties, message) => {
    expect(() => read({ Rule: rule(properties), Policy: queuePolicy() })).toThrow(message);
  });
});

describe('the policy of a target queue', () => {
  it.each<[string, Record<string, ResourceDocument>, boolean]>([
    ['for this rule', { Policy: queuePolicy() }, true],
    [
      'for this account',
      {
        Policy: queuePolicy({
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      },
      true,
    ],
    ['that is missing', {}, false],
    ['on another queue', { Policy: queuePolicy({}, 'Other') }, false],
    ['for S3', { Policy: queuePolicy({ Principal: { Service: 's3.amazonaws.com' } }) }, false],
    [
      'for another rule',
      { Policy: queuePolicy({ Condition: { ArnEquals: { 'aws:SourceArn': `${BUS_ARN}/other` } } }) },
      false,
    ],
    ['for receiving', { Policy: queuePolicy({ Action: 'sqs:ReceiveMessage' }) }, false],
    ['that denies', { Policy: queuePolicy({ Effect: 'Deny' }) }, false],
  ])('%s: allowed is %s', (_what, policies, allowed) => {
    const start = () => read({ Rule: rule(), ...policies });

    if (allowed) expect(start).not.toThrow();
    else expect(start).toThrow(`no AWS::SQS::QueuePolicy lets EventBridge send to ${QUEUE_ARN}`);
  });
});
