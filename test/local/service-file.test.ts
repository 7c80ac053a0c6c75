import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Health } from '../../local/health';
import { removeServiceFile, runningServiceIn, writeServiceFile } from '../../local/service-file';

let dataDir: string;
let health: Health;
let server: Server;
let control: string;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'local-service-'));
  health = new Health('this-start');
  server = createServer((request, response) => {
    if (!health.answer(request, response)) response.end('the service itself');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  control = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(dataDir, { recursive: true });
});
const write = (instance: string) =>
  writeServiceFile(dataDir, {
    instance,
    pid: 1,
    endpoints: { control, s3: '', upload: '', delivery: '' },
  });

describe('the health check', () => {
  test('says 503 on every path until the service is ready', async () => {
    expect((await fetch(`${control}/healthz`)).status).toBe(503);
    const early = await fetch(`${control}/client/v4`);

    expect(early.status).toBe(503);
    expect(early.headers.get('retry-after')).toBe('1');
  });

  test('says 200 from then on, and leaves other paths alone', async () => {
    health.ready();

    const response = await fetch(`${control}/healthz?from=test`);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok', instance: 'this-start' });
    expect(await (await fetch(`${control}/healthz2`)).text()).toBe('the service itself');
  });
});

describe('service.json', () => {
  test('is readable by its owner only, because it holds credentials', () => {
    write('this-start');

    expect(statSync(join(dataDir, 'service.json')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(dataDir, 'service.json'), 'utf8'))).toMatchObject({
      instance: 'this-start',
    });
  });

  test('of a service that answers makes its folder taken, even while it is starting', async () => {
    write('this-start');

    expect(await runningServiceIn(dataDir)).toBe(control);
  });

  test('of a killed service does not: another instance, or nobody, answers on its port', async () => {
    write('earlier-start');
    expect(await runningServiceIn(dataDir)).toBeUndefined();

    const gone = { instance: 'x', endpoints: { control: 'http://127.0.0.1:9' } };
    writeFileSync(join(dataDir, 'service.json'), JSON.stringify(gone));

    expect(await runningServiceIn(dataDir)).toBeUndefined();
  });

  test.each(['', '{', '{"instance":1}'])('that makes no sense counts as none: %j', async (content) => {
    writeFileSync(join(dataDir, 'service.json'), content);

    expect(await runningServiceIn(dataDir)).toBeUndefined();
  });

  test('is gone after a clean stop', async () => {
    write('this-start');

    removeServiceFile(dataDir);
    removeServiceFile(dataDir);

    expect(await runningServiceIn(dataDir)).toBeUndefined();
  });
});
