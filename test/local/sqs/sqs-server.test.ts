import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { RunningServer } from '../../../local/gateway/start-server';
import { LocalIam } from '../../../local/iam/local-iam';
import type { Queue } from '../../../local/sqs/queue';
import { startSqs } from '../../../local/sqs/sqs-server';
import { Template } from '../../../local/template/template';
import { DLQ_ARN, QUEUE_ARN, TestQueues } from './queues';

const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/000000000000/Uploads';
const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
const role = (...Action: string[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
      ],
    },
    Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: QUEUE_ARN }] } }],
  },
});
const Resources = {
  Notify: role('sqs:SendMessage', 'sqs:ChangeMessageVisibility'),
  Reader: role('sqs:ReceiveMessage'),
};

let queues: TestQueues;
let queue: Queue;
let dataDir: string;
let iam: LocalIam;
let server: RunningServer;
let refusals: string[];
beforeEach(async () => {
  queues = new TestQueues();
  const opened = queues.open();
  queue = opened.queue;
  dataDir = mkdtempSync(join(tmpdir(), 'local-sqs-iam-'));
  const origins = { control: 'http://c', upload: 'http://u', delivery: 'http://d' };
  iam = new LocalIam(new Template({ Resources }, origins), dataDir);
  refusals = [];
  server = await startSqs({
    host: '127.0.0.1',
    port: 0,
    iam,
    queues: new Map([
      [QUEUE_ARN, queue],
      [DLQ_ARN, opened.dead],
    ]),
    log: (line) => refusals.push(line),
  });
});
afterEach(async () => {
  await server.close();
  queue.close();
  queues.remove();
  rmSync(dataDir, { recursive: true });
});

const clientOf = (name: string) =>
  new SQSClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: iam.issue(roleArn(name)),
    maxAttempts: 1,
  });
const send = (MessageBody: string, url = QueueUrl, name = 'Notify') =>
  clientOf(name).send(new SendMessageCommand({ QueueUrl: url, MessageBody, MessageGroupId: 'destination' }));

test('takes a message that the queue then has, its id and digest as the SDK checks them', async () => {
  const { MessageId } = await send('{"é":1}');

  expect(await queue.receive(10)).toMatchObject([{ messageId: MessageId, body: '{"é":1}', receiveCount: 1 }]);
});

test('hides a received message for as long as it is told', async () => {
  await queue.send('once more');
  const [message] = await queue.receive(1);

  await clientOf('Notify').send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: message?.receiptHandle,
      VisibilityTimeout: 120,
    }),
  );

  queues.now = 1_000_000 + 119_000;
  expect(queue.availableCount()).toBe(0);
  queues.now = 1_000_000 + 120_000;
  expect(queue.availableCount()).toBe(1);
});

test('refuses a receipt handle that is none, or of an earlier receive', async () => {
  await queue.send('mine now');
  const [old] = await queue.receive(1);
  queues.now = 1_000_000 + 31_000;
  await queue.receive(1);
  const hide = (ReceiptHandle: string) =>
    clientOf('Notify').send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
    );

  await expect(hide(old?.receiptHandle ?? '')).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  await expect(hide('none')).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  expect(queue.availableCount()).toBe(0);
});

test.each([-1, 43_201, 1.5])('refuses to hide a message for %d seconds', async (VisibilityTimeout) => {
  await queue.send('x');
  const [message] = await queue.receive(1);

  const hiding = clientOf('Notify').send(
    new ChangeMessageVisibilityCommand({
      QueueUrl,
      ReceiptHandle: message?.receiptHandle,
      VisibilityTimeout,
    }),
  );

  await expect(hiding).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

test('refuses an empty message, one that is too long, and what it would not do', async () => {
  const refused = { name: 'InvalidParameterValue', $metadata: { httpStatusCode: 400 } };

  await expect(send('')).rejects.toMatchObject(refused);
  await expect(send('x'.repeat(1024 * 1024 + 1))).rejects.toMatchObject(refused);
  await expect(
    clientOf('Notify').send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 5 })),
  ).rejects.toMatchObject(refused);
  expect(queue.depth).toBe(0);
});

test('lets a role do what its policy allows on this queue, and nothing else', async () => {
  const denied = { name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } };

  await expect(send('x', QueueUrl, 'Reader')).rejects.toMatchObject(denied);
  await expect(send('x', QueueUrl.replace('Uploads', 'Dead'))).rejects.toMatchObject(denied);

  expect(queue.depth).toBe(0);
  expect(refusals).toContain(
    `sqs: AccessDeniedException: User is not authorized to perform: sqs:SendMessage on resource: ${QUEUE_ARN}`,
  );
});

test('refuses credentials that nobody issued, a queue that is not there, and other actions', async () => {
  const stranger = new SQSClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
    maxAttempts: 1,
  });

  await expect(stranger.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
  });
  await expect(send('x', `${QueueUrl}-other`)).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  await expect(clientOf('Reader').send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
    name: 'UnsupportedOperation',
  });
});

test('answers a body that is no JSON with 400', async () => {
  const { accessKeyId } = iam.issue(roleArn('Notify'));

  const response = await fetch(`http://127.0.0.1:${server.port}/`, {
    method: 'POST',
    headers: {
      'x-amz-target': 'AmazonSQS.SendMessage',
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260304/us-east-1/sqs/aws4_request`,
    },
    body: 'null',
  });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ __type: 'com.amazonaws.sqs#SerializationException' });
});
