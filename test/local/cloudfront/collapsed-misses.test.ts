import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '../../support/poll';
import { cached, createDeliveryStarter, verdict } from './start-delivery';

const { start, stopAll } = createDeliveryStarter();
afterEach(stopAll);

describe('simultaneous misses', () => {
  it('of one object ask the origin once', async () => {
    const { get, events } = await start(async () => {
      await sleep(30);
      return { headers: cached(60), body: 'picture' };
    });

    const answers = await Promise.all(Array.from({ length: 10 }, () => get('/a')));

    expect(answers.every(({ text }) => text === 'picture')).toBe(true);
    expect(answers.map(verdict).sort()).toEqual([...Array(9).fill('Hit'), 'Miss']);
    expect(events).toHaveLength(1);
  });

  it('of objects that turn out private ask for each viewer', async () => {
    let count = 0;
    const { get, events } = await start(async () => {
      await sleep(10);
      return { headers: { 'cache-control': 'private' }, body: String(count++) };
    });

    const answers = await Promise.all(Array.from({ length: 4 }, () => get('/a')));

    expect(new Set(answers.map(({ text }) => text)).size).toBe(4);
    expect(events).toHaveLength(4);
  });

  it('are not held up by a viewer that does not read', async () => {
    const body = Buffer.alloc(8_000_000, 1);
    const { port, get, events } = await start(() => ({ headers: cached(60), body }));
    const { connect } = await import('node:net');
    const lazy = connect(port, '127.0.0.1', () => lazy.write('GET /a HTTP/1.1\r\nHost: x\r\n\r\n'));
    lazy.pause();
    lazy.on('error', () => undefined);
    await poll(
      () => events,
      ({ length }) => length > 0,
    );

    const other = await get('/a');
    lazy.destroy();

    expect(other.body.equals(body)).toBe(true);
    expect(events).toHaveLength(1);
  });
});
