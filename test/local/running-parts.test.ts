import { RunningParts } from '../../local/running-parts';

const part = (name: string, stopped: string[], milliseconds = 0) => ({
  close: async () => {
    await new Promise((done) => setTimeout(done, milliseconds).unref());
    stopped.push(name);
  },
});

test('stops gateways first and storage last, whatever the order of starting', async () => {
  const stopped: string[] = [];
  const parts = new RunningParts(() => undefined);
  parts.add('storage', part('table', stopped));
  parts.add('functions', part('functions', stopped));
  parts.add('gateways', part('slow gateway', stopped, 30));
  parts.add('eventSources', part('poller', stopped));
  parts.add('gateways', part('gateway', stopped));

  await parts.close();

  expect(stopped).toEqual(['gateway', 'slow gateway', 'poller', 'functions', 'table']);
});

test('goes on when a part does not stop, or fails to, and says what failed', async () => {
  const stopped: string[] = [];
  const lines: string[] = [];
  const parts = new RunningParts((line) => lines.push(line));
  parts.add('gateways', { close: () => Promise.reject(new Error('already closed')) });
  parts.add('functions', { close: () => new Promise<never>(() => undefined) });
  parts.add('storage', part('table', stopped));

  await parts.close();

  expect(stopped).toEqual(['table']);
  expect(lines).toEqual([expect.stringMatching(/^gateways: .*already closed/)]);
});
