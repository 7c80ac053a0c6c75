import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { EventBridgeImageEvents } from '../../../lambdas/adapters/event-bridge-image-events';
import { imageEvent } from '../../../lambdas/core/image-event';
import { DEFAULT_VARIANTS } from '../../../lambdas/core/variant';
import { readImageEvent } from '../../../lambdas/notify/read-image-event';
import type { EventEnvelope } from '../../../local/events/event-envelope';
import { startEvents } from '../../../local/events/events-server';
import { readBuses } from '../../../local/events/read-buses';
import type { Credentials } from '../../../local/iam/iam';
import { LocalIam } from '../../../local/iam/local-iam';
import type { Queue } from '../../../local/sqs/queue';
import { openQueues } from '../../../local/sqs/read-queues';
import { draftOf, publishedOf, unsentEventOf } from '../../support/image-fixtures';
import { BUS_ARN, eventTemplate, QUEUE_ARN, queuePolicy, rule } from './event-template';

const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;

let folder: string;
let iam: LocalIam;
let queues: Map<string, Queue>;
let port: number;
const announced: EventEnvelope[] = [];
const lines: string[] = [];
const closing: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'local-events-'));
  const template = eventTemplate({ Rule: rule(), Policy: queuePolicy() });
  iam = new LocalIam(template, folder);
  queues = openQueues(template, folder);
  const server = await startEvents({
    host: '127.0.0.1',
    port: 0,
    buses: readBuses({ template, queues }),
    iam,
    onEvent: (_bus, event) => announced.push(event),
    log: (line) => lines.push(line),
  });
  port = server.port;
  closing.push(() => server.close(), ...[...queues.values()].map((queue) => () => queue.close()));
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  rmSync(folder, { recursive: true });
  announced.length = 0;
  lines.length = 0;
});

const clientOf = (credentials: Credentials) =>
  new EventBridgeClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials,
    maxAttempts: 1,
  });

const entryOf = (overrides: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  EventBusName: 'pictures-events',
  Source: 'direct-upload.images',
  DetailType: 'image.uploaded',
  Detail: '{"a":1}',
  ...overrides,
});

const put = (entries: PutEventsRequestEntry[], credentials = iam.admin) =>
  clientOf(credentials).send(new PutEventsCommand({ Entries: entries }));

const delivered = async () => {
  const messages = (await queues.get(QUEUE_ARN)?.receive(10)) ?? [];
  return messages.map(({ body }): EventEnvelope => JSON.parse(body));
};

describe('an image event', () => {
  it('reaches the queue as it was sent, through the adapter and with the permissions of ingest', async () => {
    const event = imageEvent(publishedOf(draftOf({ meta: { large: 1e19, k: 'ü' } })), unsentEventOf('aa'), {
      deliveryBaseUrl: 'https://img.example.net',
      variants: DEFAULT_VARIANTS,
    });
    const events = new EventBridgeImageEvents(clientOf(iam.issue(roleArn('Ingest'))), 'pictures-events');

    await events.publish(event);

    const [envelope, ...others] = await delivered();
    expect(others).toEqual([]);
    expect(envelope).toMatchObject({
      'detail-type': event.type,
      source: 'direct-upload.images',
      time: event.time.replace(/\.\d+Z/, 'Z'),
    });
    expect(readImageEvent(envelope?.detail)).toEqual(event);
    expect(announced).toEqual([envelope]);
  });

  it('is no event for a role without the permission, and nothing is sent', async () => {
    const events = new EventBridgeImageEvents(clientOf(iam.issue(roleArn('Read'))), 'pictures-events');
    const event = imageEvent(publishedOf(draftOf()), unsentEventOf('aa'), {
      deliveryBaseUrl: 'https://d',
      variants: [],
    });

    await expect(events.publish(event)).rejects.toMatchObject({ name: 'AccessDeniedException' });

    expect(await delivered()).toEqual([]);
    expect(lines).toEqual([expect.stringContaining(`events:PutEvents on resource: ${BUS_ARN}`)]);
  });
});

describe('PutEvents', () => {
  it('answers entries one by one, in their order', async () => {
    const { FailedEntryCount, Entries } = await put([
      entryOf(),
      entryOf({ Detail: '{"a":' }),
      entryOf({ Detail: '[1]' }),
      entryOf({ DetailType: '' }),
      entryOf({ Source: 'aws.s3' }),
      entryOf({ EventBusName: 'nowhere' }),
      entryOf({ Source: 'another.app', EventBusName: BUS_ARN }),
    ]);

    expect(FailedEntryCount).toBe(5);
    expect(Entries?.map(({ EventId, ErrorCode }) => ErrorCode ?? typeof EventId)).toEqual([
      'string',
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'NotAuthorizedForSourceException',
      'ResourceNotFoundException',
      'string',
    ]);
    expect((await delivered()).map(({ source }) => source)).toEqual(['direct-upload.images']);
    expect(announced.map(({ source }) => source)).toEqual(['direct-upload.images', 'another.app']);
  });

  it('has the event on disk when it answers', async () => {
    await put([entryOf()]);

    const reopened = openQueues(eventTemplate(), folder);
    closing.push(...[...reopened.values()].map((queue) => () => queue.close()));
    expect(reopened.get(QUEUE_ARN)?.depth).toBe(1);
  });

  it('fails when a target cannot take the event, so that it is sent again', async () => {
    const queue = queues.get(QUEUE_ARN);
    jest.spyOn(queue as Queue, 'send').mockRejectedValueOnce(new Error('disk full'));

    await expect(put([entryOf()])).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });

    expect(announced).toEqual([]);
    expect(lines.join()).toContain('disk full');
  });

  it.each<[string, PutEventsRequestEntry[], string]>([
    ['another source', [entryOf({ Source: 'another.app' })], 'AccessDeniedException'],
    ['another bus', [entryOf({ EventBusName: 'other' })], 'AccessDeniedException'],
    ['the default bus', [{ ...entryOf(), EventBusName: undefined }], 'AccessDeniedException'],
    ['one entry of another source', [entryOf(), entryOf({ Source: 'x' })], 'AccessDeniedException'],
    ['eleven entries', Array.from({ length: 11 }, () => entryOf()), 'ValidationException'],
    ['no entry', [], 'ValidationException'],
    ['256 KB', [entryOf({ Detail: JSON.stringify('x'.repeat(256 * 1024)) })], 'ValidationException'],
  ])('refuses ingest %s, as a whole', async (_what, entries, name) => {
    await expect(put(entries, iam.issue(roleArn('Ingest')))).rejects.toMatchObject({ name });

    expect(announced).toEqual([]);
  });

  it('refuses an access key that nobody issued', async () => {
    const unknown = put([entryOf()], { accessKeyId: 'ASIANOBODY', secretAccessKey: 'x' });

    await expect(unknown).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });

  it('refuses a request without a signature, one that is not JSON, and every other operation', async () => {
    const url = `http://127.0.0.1:${port}`;
    const headers = { 'x-amz-target': 'AWSEvents.PutEvents' };
    const authorization = `AWS4-HMAC-SHA256 Credential=${iam.admin.accessKeyId}/20260304/us-east-1/events/aws4_request`;

    const unsigned = await fetch(url, { method: 'POST', headers, body: '{}' });
    const broken = await fetch(url, { method: 'POST', headers: { ...headers, authorization }, body: '{' });
    const other = clientOf(iam.admin).send(new ListRulesCommand({}));

    expect(await unsigned.json()).toMatchObject({ __type: 'MissingAuthenticationToken' });
    expect(await broken.json()).toMatchObject({ __type: 'SerializationException' });
    await expect(other).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});
