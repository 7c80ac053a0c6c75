import type { Queue } from '../../../local/sqs/queue';
import { redrive } from '../../../local/sqs/redrive';
import { DLQ_ARN, QUEUE_ARN, TestQueues } from './queues';

let queues: TestQueues;
beforeEach(() => {
  queues = new TestQueues();
});
afterEach(() => queues.remove());

const open = (): { byArn: Map<string, Queue>; queue: Queue; dead: Queue } => {
  const { queue, dead } = queues.open();
  const byArn = new Map([
    [DLQ_ARN, dead],
    [QUEUE_ARN, queue],
  ]);
  return { byArn, queue, dead };
};

test('sends what is in a dead-letter queue back to where it came from, as new', async () => {
  const { byArn, queue, dead } = open();
  await dead.send('first');
  await dead.send('second');
  await queue.send('not failed');

  const moved = await redrive(byArn);

  expect(moved).toBe(2);
  expect([queue.depth, dead.depth]).toEqual([3, 0]);
  expect((await queue.receive(10)).map(({ receiveCount }) => receiveCount)).toEqual([1, 1, 1]);
});

test('has them on disk in their queue, and nowhere else', async () => {
  const { byArn, dead } = open();
  await dead.send('kept');

  await redrive(byArn);
  const restarted = open();

  expect([restarted.queue.depth, restarted.dead.depth]).toEqual([1, 0]);
});

test('does nothing when nothing failed', async () => {
  const { byArn, queue } = open();
  await queue.send('fine');

  expect(await redrive(byArn)).toBe(0);
  expect(queue.depth).toBe(1);
});
