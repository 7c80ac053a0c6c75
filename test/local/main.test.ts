import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePorts } from '../support/service/free-ports';
import { type LocalService, startLocalService } from '../support/service/local-service';

const ROOT = join(__dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-main-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `npm start` until it ends by itself. */
const run = async (variables: Record<string, string>, ...args: string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], DATA_DIR: join(folder, 'unused'), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, error, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code, out, error };
};

const mint = async (service: LocalService, id: string) => {
  const response = await fetch(`${service.baseUrl}/accounts/${service.accountId}/images/v2/direct_upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id }),
  });
  if (response.status >= 500) throw new Error(`Minting answered ${response.status}:\n${service.output()}`);
  return response.status;
};

describe('a start that cannot work', () => {
  test('names the taken port and the variable that moves it', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const [control = 0, s3 = 0, delivery = 0] = await freePorts(3);

    const { code, error } = await run({
      PORT: String(control),
      S3_PORT: String(s3),
      DELIVERY_PORT: String(delivery),
      UPLOAD_PORT: String(port),
    });

    taken.close();
    expect(code).toBe(1);
    expect(error).toContain(`Port ${port} is taken.`);
    expect(error).toContain('UPLOAD_PORT');
    expect(error).not.toContain(' at ');
  });

  test('lists wrong settings without a stack trace', async () => {
    const { code, error } = await run({ PORT: 'http', ACCOUNT_ID: 'a b' });

    expect(code).toBe(1);
    expect(error.trim().split('\n')).toEqual([
      'PORT is "http": give a port number, 1 to 65535',
      expect.stringMatching(/^ACCOUNT_ID is "a b"/),
    ]);
  });

  test('does not take a mistyped option for none', async () => {
    const { code, error } = await run({}, '--resett');

    expect(code).toBe(1);
    expect(error).toContain("Unknown option '--resett'");
  });
});

describe('two services', () => {
  let first: LocalService;
  let second: LocalService;
  beforeAll(async () => {
    first = await startLocalService({ dataDir: join(folder, 'first') });
    second = await startLocalService({
      dataDir: join(folder, 'second'),
      accountId: 'other',
      apiToken: 'secret',
    });
  });
  afterAll(() => Promise.all([first?.stop(), second?.stop()]));

  test('run beside each other, each with its own data, account and token', async () => {
    expect(await mint(first, 'same-id')).toBe(200);
    expect(await mint(first, 'same-id')).toBe(409);
    expect(await mint(second, 'same-id')).toBe(200);
    expect(await mint({ ...second, apiToken: first.apiToken }, 'another')).toBe(401);
  });

  test('print where everything is and a command to paste', () => {
    expect(second.output()).toContain(`Upload page  ${second.origin}/`);
    expect(second.output()).toContain('Token        secret');
    expect(second.output()).toContain(
      `curl -X POST ${second.origin}/client/v4/accounts/other/images/v2/direct_upload`,
    );
  });

  test('cannot share a data folder', async () => {
    const ports = await freePorts(4);
    const [PORT, S3_PORT, UPLOAD_PORT, DELIVERY_PORT] = ports.map(String) as [string, string, string, string];

    const { code, error } = await run({
      DATA_DIR: first.dataDir,
      PORT,
      S3_PORT,
      UPLOAD_PORT,
      DELIVERY_PORT,
    });

    expect(code).toBe(1);
    expect(error).toContain(`${first.dataDir} is in use by the service at ${first.origin}`);
  });

  test('tell other commands where they are, and no longer once they stopped', async () => {
    const file = join(second.dataDir, 'service.json');
    const info = JSON.parse(readFileSync(file, 'utf8'));

    const code = await second.stop('SIGINT');

    expect(info).toMatchObject({
      accountId: 'other',
      tableName: expect.any(String),
      endpoints: { control: second.origin, dynamodb: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) },
      credentials: { accessKeyId: expect.stringMatching(/^ASIA/) },
    });
    expect(code).toBe(0);
    expect(existsSync(file)).toBe(false);
  });
});

describe('--reset', () => {
  test('empties the data of the service and nothing else in the folder', async () => {
    const dataDir = join(folder, 'reset');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'notes.txt'), 'mine');
    const before = await startLocalService({ dataDir });
    await mint(before, 'kept');
    await before.stop();
    const kept = await startLocalService({ dataDir });
    const statusWithData = await mint(kept, 'kept');
    await kept.stop();

    const emptied = await startLocalService({ dataDir, reset: true });
    const statusAfterReset = await mint(emptied, 'kept');
    await emptied.stop();

    expect([statusWithData, statusAfterReset]).toEqual([409, 200]);
    expect(readFileSync(join(dataDir, 'notes.txt'), 'utf8')).toBe('mine');
  });
});
