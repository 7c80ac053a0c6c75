import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { photograph } from '../support/files/fixture';
import { poll } from '../support/poll';
import { WEBHOOK_PORTS } from '../support/service/fetchable-ports';
import { testWith } from './client/capability';
import { deployment } from './client/deployment';
import { mint } from './client/images';
import { postForm } from './client/upload';
import { createWebhook, deleteWebhook } from './client/webhooks';

const EXAMPLE = path.join(__dirname, '../../examples/receive-webhook.mjs');
const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const isLocal = deployment.localDataDir !== undefined;

let example: ChildProcess;
let port: number;
let output = '';

const isListening = async (): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}`).then(
    () => true,
    () => false,
  );

/** Until it listens, or ends because somebody else has the port. */
const startOn = async (candidate: number): Promise<boolean> => {
  port = candidate;
  example = spawn(process.execPath, [EXAMPLE], {
    env: { WEBHOOK_SECRET: SECRET, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  example.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  while (example.exitCode === null && !(await isListening())) await sleep(50);
  await sleep(100);
  return example.exitCode === null;
};

beforeAll(async () => {
  if (!isLocal) return;
  for (const candidate of [...WEBHOOK_PORTS].reverse()) if (await startOn(candidate)) return;
  throw new Error(`The example ran on none of the ports ${WEBHOOK_PORTS.join(', ')}`);
});

afterAll(async () => {
  if (!isLocal || example.exitCode !== null) return;
  const ended = once(example, 'exit');
  example.kill();
  await ended;
});

/** Posts to the example as somebody who signs so. */
const post = async (body: string, timestampSeconds: number, secret: string, id = 'event-1') => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`).digest('base64');
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': `v1,bm9uc2Vuc2U= v1,${signature}`,
    },
    body,
  });
  return response.status;
};

const BODY = '{"data":{"event":"image.uploaded","image":{"id":"forged"}}}';
const now = () => Math.floor(Date.now() / 1000);

describe('The example of a receiver', () => {
  testWith('the local service', isLocal, 'acts on the event of an upload', async () => {
    const caller = deployment.settings;
    const webhookId = await createWebhook({
      name: 'example',
      url: `http://127.0.0.1:${port}/`,
      secret: SECRET,
    });

    const link = await mint({}, caller);
    await postForm(link.uploadURL, { bytes: photograph('photo.jpg') });
    await poll(
      () => output,
      (seen) => seen.includes(`image.uploaded ${link.id}`),
    );
    await deleteWebhook(webhookId);
  });

  testWith('the local service', isLocal, 'acts once, however often an event comes', async () => {
    const body = BODY.replace('forged', 'twice');

    expect(await post(body, now(), SECRET, 'event-2')).toBe(204);
    expect(await post(body, now(), SECRET, 'event-2')).toBe(204);

    expect(output.match(/twice/g)).toHaveLength(1);
  });

  testWith('the local service', isLocal, 'believes nobody else', async () => {
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;

    expect(await post(BODY, now(), other)).toBe(401);
    expect(await post(BODY, now() - 301, SECRET)).toBe(401);
    expect(await post(BODY, now() + 302, SECRET)).toBe(401);
    expect(await post(BODY, Number.NaN, SECRET)).toBe(401);
    expect((await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: BODY })).status).toBe(401);

    expect(output).not.toContain('forged');
  });
});
