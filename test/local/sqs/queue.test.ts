import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '../../support/poll';
import { QUEUE_ARN, TestQueues } from './queues';

let queues: TestQueues;
beforeEach(() => {
  queues = new TestQueues();
});
afterEach(() => queues.remove());
const later = (seconds: number) => {
  queues.now = (queues.now ?? 0) + seconds * 1000;
};
const files = () => readdirSync(join(queues.folder, 'uploads'));

describe('sending', () => {
  test('has the message on disk when it resolves, and nothing half-written', async () => {
    const { queue } = queues.open();

    await queue.send('{"a":1}');

    expect(files()).toEqual([expect.stringMatching(/^[0-9a-f-]{36}\.json$/)]);
  });

  test('survives a restart, in the order of sending', async () => {
    const { queue } = queues.open();
    for (const body of ['first', 'second', 'third']) {
      await queue.send(body);
      later(1);
    }

    const messages = await queues.open().queue.receive(10);

    expect(messages.map(({ body }) => body)).toEqual(['first', 'second', 'third']);
  });

  test('ignores what a crash left half-written', async () => {
    queues.open();
    writeFileSync(join(queues.folder, 'uploads', 'torn.json.tmp'), '{"messageId":');

    expect(await queues.open().queue.receive(10)).toEqual([]);
  });

  test('hides a message for the delay of the queue', async () => {
    const { queue } = queues.open({ delaySeconds: 5 });
    await queue.send('late');

    expect(queue.availableCount()).toBe(0);
    later(5);
    expect(queue.availableCount()).toBe(1);
  });
});

describe('receiving', () => {
  test('gives a message to one consumer only, until its visibility timeout', async () => {
    const { queue } = queues.open();
    await queue.send('once');

    const [first, second] = await Promise.all([queue.receive(10), queue.receive(10)]);
    later(30);
    const again = await queue.receive(10);

    expect([first.length, second.length]).toEqual([1, 0]);
    expect(again).toMatchObject([{ body: 'once', receiveCount: 2 }]);
  });

  test('takes no more than asked for', async () => {
    const { queue } = queues.open();
    for (const body of ['a', 'b', 'c']) await queue.send(body);

    expect(await queue.receive(2)).toHaveLength(2);
    expect(queue.availableCount()).toBe(1);
  });

  test('counts across a restart, which makes the message visible again', async () => {
    const { queue } = queues.open();
    await queue.send('kept');
    await queue.receive(1);

    const [message] = await queues.open().queue.receive(1);

    expect(message).toMatchObject({ body: 'kept', receiveCount: 2 });
  });
});

describe('after receiving', () => {
  test('a deleted message is gone for good', async () => {
    const { queue } = queues.open();
    await queue.send('done');
    const [message] = await queue.receive(1);

    await queue.remove(message?.receiptHandle ?? '');

    expect(files()).toEqual([]);
    expect(queues.open().queue.depth).toBe(0);
  });

  test('an old receipt handle neither deletes nor releases what someone else has now', async () => {
    const { queue } = queues.open();
    await queue.send('contested');
    const [old] = await queue.receive(1);
    later(30);
    await queue.receive(1);

    await queue.remove(old?.receiptHandle ?? '');
    queue.release(old?.receiptHandle ?? '', 0);

    expect(queue.depth).toBe(1);
    expect(queue.availableCount()).toBe(0);
  });

  test('a released message comes back after its delay', async () => {
    const { queue } = queues.open();
    await queue.send('retry');
    const [message] = await queue.receive(1);

    queue.release(message?.receiptHandle ?? '', 2);

    expect(queue.availableCount()).toBe(0);
    later(2);
    expect(queue.availableCount()).toBe(1);
  });
});

describe('the dead-letter queue', () => {
  const receiveTimes = async (times: number) => {
    const { queue, dead } = queues.open();
    await queue.send('poison');
    for (let time = 0; time < times; time++) {
      await queue.receive(1);
      later(30);
    }
    return { queue, dead };
  };

  test('gets a message instead of a receive beyond maxReceiveCount', async () => {
    const { queue, dead } = await receiveTimes(3);
    expect([queue.depth, dead.depth]).toEqual([1, 0]);

    const messages = await queue.receive(1);

    expect(messages).toEqual([]);
    expect([queue.depth, dead.depth]).toEqual([0, 1]);
    expect(await dead.receive(1)).toMatchObject([{ body: 'poison', sourceArn: QUEUE_ARN }]);
  });

  test('keeps its messages over a restart', async () => {
    await receiveTimes(4);

    const { queue, dead } = queues.open();

    expect([queue.depth, dead.depth]).toEqual([0, 1]);
  });

  test('can be redriven: the messages start again in the queue they came from', async () => {
    const { queue, dead } = await receiveTimes(4);

    const moved = await dead.moveAllTo(queue);

    expect([moved, queue.depth, dead.depth]).toEqual([1, 1, 0]);
    expect(await queue.receive(1)).toMatchObject([{ body: 'poison', receiveCount: 1 }]);
  });
});

test('listeners hear of messages when they are sent and when they come back', async () => {
  queues.now = undefined;
  const { queue } = queues.open({ visibilityTimeoutSeconds: 0.05 });
  const heard: number[] = [];
  queue.onAvailable(() => heard.push(queue.availableCount()));

  await queue.send('a');
  await poll(
    () => heard.length,
    (times) => times === 1,
  );
  await queue.receive(1);
  await poll(
    () => heard.length,
    (times) => times === 2,
  );
  queue.close();

  expect(heard).toEqual([1, 1]);
});
