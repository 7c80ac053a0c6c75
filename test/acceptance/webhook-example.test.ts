import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
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

/** Until it says that it listens, or ends because somebody else has the port: false. */
const startOn = (candidate: number): Promise<boolean> =>
  new Promise((resolve) => {
    port = candidate;
    example = spawn(process.execPath, [EXAMPLE], {
      env: { WEBHOOK_SECRET: SECRET, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    example.stdout?.on('data', (chunk) => {
      output += String(chunk);
      if (output.includes(`Listening on port ${port}`)) resolve(true);
    });
    example.once('exit', () => resolve(false));
  });

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

const bodyOf = (imageId: string) => `{"data":{"event":"image.uploaded","image":{"id":"${imageId}"}}}`;
const now = () => Math.floor(Date.now() / 1000);

/** Waits until the example has acted on an event of this image. */
const acted = (imageId: string) =>
  poll(
    () => output,
    (seen) => seen.includes(`image.uploaded ${imageId}`),
  );

/** Waits until the example has acted on a further event, and with that on all before it. */
const actedOnAll = async () => {
  const id = randomUUID();
  await post(bodyOf(id), now(), SECRET, id);
  await acted(id);
};

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
    await acted(link.id);
    await deleteWebhook(webhookId);
  });

  testWith('the local service', isLocal, 'acts once, however often an event comes', async () => {
    expect(await post(bodyOf('twice'), now(), SECRET, 'event-2')).toBe(204);
    expect(await post(bodyOf('twice'), now(), SECRET, 'event-2')).toBe(204);

    await actedOnAll();
    expect(output.match(/twice/g)).toHaveLength(1);
  });

  testWith('the local service', isLocal, 'believes nobody else', async () => {
    const body = bodyOf('forged');
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;

    expect(await post(body, now(), other)).toBe(401);
    expect(await post(body, now() - 301, SECRET)).toBe(401);
    expect(await post(body, now() + 600, SECRET)).toBe(401);
    expect(await post(body, Number.NaN, SECRET)).toBe(401);
    expect((await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body })).status).toBe(401);

    await actedOnAll();
    expect(output).not.toContain('forged');
  });
});
