import { longEnough } from '../../support/long-enough';
import { poll } from '../../support/poll';
import { functionOf, type TestFunction } from './bundle';

let subject: TestFunction;
const start = (...args: Parameters<typeof functionOf>) => {
  subject = functionOf(...args);
  return subject.run;
};

afterEach(() => subject.finish());

describe('invoking a function', () => {
  test('returns what the handler returns, with the event it was given', async () => {
    const run = start('exports.handler = async (event) => ({ echo: event.name })');

    const result = await run.invoke({ name: 'café' });

    expect(result).toEqual({ echo: 'café' });
  });

  test('returns null for a handler that returns nothing', async () => {
    const run = start('exports.handler = async () => {}');

    expect(await run.invoke({})).toBeNull();
  });

  test('keeps one execution environment for invocations that follow each other', async () => {
    const run = start('let count = 0; exports.handler = async () => ++count');

    const counts = [await run.invoke({}), await run.invoke({}), await run.invoke({})];

    expect(counts).toEqual([1, 2, 3]);
  });

  test('gives the handler a context with its name, request id and remaining time', async () => {
    const run = start(
      `exports.handler = async (event, context) => ({ name: context.functionName, arn: context.invokedFunctionArn,
        id: context.awsRequestId, remaining: context.getRemainingTimeInMillis(), memory: context.memoryLimitInMB })`,
    );

    const context = await run.invoke({});

    expect(context).toMatchObject({
      name: 'Subject',
      arn: expect.stringMatching(/:function:Subject$/),
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      memory: '128',
    });
    const { remaining } = context as { remaining: number };
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(100_000);
  });

  test('loads ES module bundles', async () => {
    const run = start(
      `require('node:fs').writeFileSync(__dirname + '/other.mjs', 'export const handler = async () => import.meta.url');
       exports.handler = async () => (await import('./other.mjs')).handler()`,
    );

    expect(await run.invoke({})).toMatch(/^file:.*other\.mjs$/);
  });
});

describe('isolation', () => {
  test('shows a function nothing but its own environment', async () => {
    process.env['SECRET_OF_THE_SHELL'] = 'hidden';
    const run = start('exports.handler = async () => process.env', { environment: { TABLE_NAME: 'Images' } });

    const environment = await run.invoke({});

    delete process.env['SECRET_OF_THE_SHELL'];
    expect(environment).toEqual({ TABLE_NAME: 'Images' });
  });

  test('runs simultaneous invocations in separate environments', async () => {
    const run = start(
      `let running = 0; exports.handler = async () => {
        running += 1; await new Promise((done) => setTimeout(done, 50)); return running--; }`,
    );

    const seen = await Promise.all([1, 2, 3].map(() => run.invoke({})));

    expect(seen).toEqual([1, 1, 1]);
  });

  test('never runs more invocations at once than its reserved concurrency', async () => {
    const run = start(
      `const id = Math.random(); exports.handler = async () => {
        await new Promise((done) => setTimeout(done, 20)); return id; }`,
      { maxConcurrency: 2 },
    );

    const ids = await Promise.all([1, 2, 3, 4, 5, 6].map(() => run.invoke({})));

    expect(new Set(ids).size).toBe(2);
  });

  test('ends environments that are idle for a minute, except the last', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
    const run = start(
      `const id = Math.random(); exports.handler = async (event) => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, event.milliseconds); return id; }`,
    );
    const ids = await Promise.all([1, 2, 3].map(() => run.invoke({ milliseconds: 100 })));

    jest.advanceTimersByTime(60_000);
    jest.useRealTimers();
    const after = await Promise.all([1, 2, 3].map(() => run.invoke({ milliseconds: 100 })));

    expect(new Set(ids).size).toBe(3);
    expect(after.filter((id) => ids.includes(id))).toHaveLength(1);
  });

  test('refuses every invocation at a reserved concurrency of 0', async () => {
    const run = start('exports.handler = async () => 1', { maxConcurrency: 0 });

    await expect(run.invoke({})).rejects.toMatchObject({ errorType: 'TooManyRequestsException' });
  });
});

describe('failing', () => {
  test('reports what the handler throws and keeps the environment', async () => {
    const run = start(
      `let count = 0; exports.handler = async (event) => {
        count += 1; if (event.fail) throw new RangeError('out of range'); return count; }`,
    );

    await expect(run.invoke({ fail: true })).rejects.toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'out of range',
    });
    expect(await run.invoke({})).toBe(2);
  });

  test('ends a handler at its timeout and goes on with a fresh environment', async () => {
    const { timeoutSeconds, hung, next } = await longEnough(500, async (lifeMs) => {
      const timeout = lifeMs / 1000;
      const run = start(
        `let count = 0; exports.handler = async (event) => {
          count += 1; if (event.hang) for (;;) {} return count; }`,
        { timeoutSeconds: timeout, maxConcurrency: 1 },
      );
      const [first, second] = await Promise.allSettled([run.invoke({ hang: true }), run.invoke({})]);
      if (second.status === 'fulfilled') return { timeoutSeconds: timeout, hung: first, next: second.value };
      await subject.finish();
      return undefined;
    });

    expect(hung).toMatchObject({
      status: 'rejected',
      reason: {
        errorType: 'Sandbox.Timedout',
        errorMessage: `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
      },
    });
    expect(next).toBe(1);
  });

  test.each([
    ['an uncaught exception', 'setTimeout(() => { throw new Error("late") }); await new Promise(() => {})'],
    ['an unhandled rejection', 'Promise.reject(new Error("late")); await new Promise(() => {})'],
    ['process.exit', 'process.exit(3)'],
    ['running out of memory', 'const all = []; for (;;) all.push(new Array(100000).fill(Math.random()))'],
  ])('fails only the invocation that ends in %s', async (_how, body) => {
    const run = start(`exports.handler = async (event) => { if (event.crash) { ${body} } return 'fine'; }`, {
      memoryMegabytes: 64,
    });

    await expect(run.invoke({ crash: true })).rejects.toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(await run.invoke({})).toBe('fine');
  });

  test('reports a bundle that cannot be loaded, each time anew', async () => {
    const run = start('throw new Error("TABLE_NAME is missing")', { maxConcurrency: 1 });

    const results = await Promise.allSettled([run.invoke({}), run.invoke({})]);

    for (const result of results)
      expect(result).toMatchObject({
        reason: { errorType: 'Runtime.InitError', errorMessage: 'TABLE_NAME is missing' },
      });
  });

  test('says which export is missing', async () => {
    const run = start('exports.main = 1');

    await expect(run.invoke({})).rejects.toMatchObject({
      errorMessage: 'index.handler is undefined or not exported',
    });
  });
});

describe('logs', () => {
  test('go to the file of the function, errors to the console as well', async () => {
    const run = start(
      `exports.handler = async () => { console.log('all is well'); console.error('broken');
        console.log(JSON.stringify({ level: 'ERROR', message: 'structured' })); throw new Error('at last'); }`,
    );

    await expect(run.invoke({})).rejects.toThrow('at last');
    const log = await subject.finish();
    subject = functionOf('');

    expect(log).toContain('[Subject] all is well');
    expect(log).toContain('[Subject] broken');
    expect(log).toContain('Error: at last');
  });

  test('print structured errors on the console but nothing below, wherever it was written', async () => {
    const run = start(
      `exports.handler = async () => { console.log(JSON.stringify({ level: 'INFO', message: 'quiet' }));
        console.warn(JSON.stringify({ level: 'WARN', message: 'refused' }));
        console.log(JSON.stringify({ level: 'ERROR', message: 'loud' })); }`,
    );

    await run.invoke({});
    await poll(
      () => subject.consoleLines,
      (lines) => lines.length > 0,
    );

    expect(subject.consoleLines).toEqual(['[Subject] {"level":"ERROR","message":"loud"}']);
  });
});
