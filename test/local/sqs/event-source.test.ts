import type { SQSEvent } from 'aws-lambda';
import { FunctionError, type LocalFunction } from '../../../local/lambda/local-function';
import { EventSource, type EventSourceConfig } from '../../../local/sqs/event-source';
import type { Queue } from '../../../local/sqs/queue';
import { deferred } from '../../support/deferred';
import { poll } from '../../support/poll';
import { QUEUE_ARN, TestQueues } from './queues';

let queues: TestQueues;
let queue: Queue;
let dead: Queue;
let source: EventSource | undefined;
beforeEach(() => {
  queues = new TestQueues();
  queues.now = undefined;
  ({ queue, dead } = queues.open());
});
afterEach(async () => {
  await source?.stop();
  queue.close();
  queues.remove();
});

const functionOf = (handler: (event: SQSEvent) => unknown): LocalFunction => ({
  name: 'Ingest',
  invoke: async (event) => handler(event as SQSEvent),
  invokeStream: () => Promise.reject(new Error('not used')),
});
const start = (handler: (event: SQSEvent) => unknown, overrides: Partial<EventSourceConfig> = {}) => {
  source = new EventSource(queue, functionOf(handler), {
    batchSize: 10,
    batchingWindowSeconds: 0,
    reportsBatchItemFailures: true,
    maxConcurrency: 2,
    maxRetryDelaySeconds: 0.01,
    ...overrides,
  });
  source.start();
};
const emptied = () =>
  poll(
    () => queue.depth,
    (depth) => depth === 0,
  );
const bodies = (event: SQSEvent) => event.Records.map(({ body }) => body);

test('hands messages over as Lambda shapes them and deletes them on success', async () => {
  const events: SQSEvent[] = [];
  start((event) => void events.push(event));

  await queue.send('{"upload":1}');
  await emptied();

  expect(events).toHaveLength(1);
  expect(events[0]?.Records).toEqual([
    {
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: '{"upload":1}',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: '000000000000',
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {},
      md5OfBody: '065e9c9d3a4e0f15c0e4358759fa2c72',
      eventSource: 'aws:sqs',
      eventSourceARN: QUEUE_ARN,
      awsRegion: 'us-east-1',
    },
  ]);
});

test('takes up messages that were there before it started', async () => {
  await queue.send('left over');
  const seen: string[] = [];

  start((event) => void seen.push(...bodies(event)));
  await emptied();

  expect(seen).toEqual(['left over']);
});

test('retries only the messages that the function reports as failed', async () => {
  const attempts: string[] = [];
  for (const body of ['good', 'bad']) await queue.send(body);
  start((event) => {
    attempts.push(...bodies(event));
    const bad = event.Records.filter(
      ({ body, attributes }) => body === 'bad' && attributes.ApproximateReceiveCount === '1',
    );
    return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });

  await emptied();

  expect(attempts.sort()).toEqual(['bad', 'bad', 'good']);
});

test('lets a failed message come back when the function said, but no later than a laptop waits', async () => {
  const delaysSeconds = [0.1, 300];
  start(
    (event) => {
      const { receiptHandle, messageId } = event.Records[0] ?? { receiptHandle: '', messageId: '' };
      const delaySeconds = delaysSeconds.shift();
      if (delaySeconds === undefined) return null;
      queue.release(receiptHandle, delaySeconds);
      return { batchItemFailures: [{ itemIdentifier: messageId }] };
    },
    { maxRetryDelaySeconds: 0.2 },
  );
  const release = jest.spyOn(queue, 'release');

  await queue.send('later');
  await emptied();

  const [byFunction, kept, byFunctionAgain, shortened] = release.mock.calls.map(([, seconds]) => seconds);
  expect([byFunction, byFunctionAgain]).toEqual([0.1, 300]);
  expect(kept).toBeLessThanOrEqual(0.1);
  expect(shortened).toBe(0.2);
  expect(release).toHaveBeenCalledTimes(4);
});

test('moves a message to the dead-letter queue after its last attempt, and the others get through', async () => {
  let attempts = 0;
  start(
    (event) => {
      if (bodies(event)[0] === 'poison') {
        attempts += 1;
        throw new FunctionError('Error', 'undecodable');
      }
    },
    { batchSize: 1 },
  );

  await queue.send('poison');
  await queue.send('fine');
  await emptied();

  expect(attempts).toBe(3);
  expect(await dead.receive(10)).toMatchObject([{ body: 'poison' }]);
});

test.each([
  ['an id that was not in the batch', { batchItemFailures: [{ itemIdentifier: 'other' }] }],
  ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['a wrong shape', { batchItemFailures: 'all' }],
])('retries the whole batch on an answer with %s', async (_what, answer) => {
  let calls = 0;
  start(() => {
    calls += 1;
    return calls === 1 ? answer : null;
  });

  await queue.send('again');
  await emptied();

  expect(calls).toBe(2);
});

test('takes reported failures for success when the mapping does not ask for them', async () => {
  let calls = 0;
  start(
    (event) => {
      calls += 1;
      return { batchItemFailures: [{ itemIdentifier: event.Records[0]?.messageId }] };
    },
    { reportsBatchItemFailures: false },
  );

  await queue.send('once');
  await emptied();

  expect(calls).toBe(1);
});

test('never runs more batches at once than its maximum concurrency, nor larger ones than its batch size', async () => {
  let running = 0;
  let most = 0;
  const sizes: number[] = [];
  const release = deferred();
  for (let index = 0; index < 9; index++) await queue.send(String(index));
  start(
    async (event) => {
      most = Math.max(most, ++running);
      sizes.push(event.Records.length);
      if (running === 2) release.resolve();
      await release.promise;
      await new Promise((done) => setTimeout(done, 20));
      running -= 1;
    },
    { batchSize: 2, maxConcurrency: 2 },
  );

  await emptied();

  expect(most).toBe(2);
  expect(Math.max(...sizes)).toBe(2);
});

test('waits up to the batching window for a full batch', async () => {
  const batches: string[][] = [];
  start((event) => void batches.push(bodies(event)), {
    batchingWindowSeconds: 60,
    batchSize: 3,
    maxConcurrency: 1,
  });

  await queue.send('a');
  await queue.send('b');
  await queue.send('c');
  await emptied();

  expect(batches).toEqual([['a', 'b', 'c']]);
});

test('stopping waits for the running batch and takes no other', async () => {
  const steps: string[] = [];
  const release = deferred();
  start(
    async (event) => {
      steps.push(`started ${bodies(event)}`);
      await release.promise;
      steps.push(`finished ${bodies(event)}`);
    },
    { batchSize: 1, maxConcurrency: 1 },
  );
  await queue.send('first');
  await queue.send('second');
  await poll(
    () => steps,
    ({ length }) => length > 0,
  );
  const receive = jest.spyOn(queue, 'receive');

  const stopped = source?.stop().then(() => steps.push('stopped'));
  await new Promise(setImmediate);
  release.resolve();
  await stopped;
  await new Promise(setImmediate);

  expect(steps).toEqual(['started first', 'finished first', 'stopped']);
  expect(receive).not.toHaveBeenCalled();
  expect(queue.depth).toBe(1);
});
