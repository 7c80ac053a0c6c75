import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readImageEvent } from '../../../lambdas/notify/read-image-event';
import { photograph } from '../../support/files/fixture';
import { poll } from '../../support/poll';
import { type LocalService, startLocalService } from '../../support/service/local-service';

interface Minted {
  readonly id: string;
  readonly uploadURL: string;
  readonly upload: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

let folder: string;
let service: LocalService;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'local-announce-'));
  service = await startLocalService({ dataDir: folder });
});
afterAll(async () => {
  await service?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const call = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
  const response = await fetch(`${service.baseUrl}/accounts/${service.accountId}/images${path}`, {
    ...init,
    headers: { authorization: `Bearer ${service.apiToken}` },
  });
  const { result } = (await response.json()) as { result: T };
  return result;
};

const mint = (fields: Record<string, string> = {}): Promise<Minted> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return call('/v2/direct_upload', { method: 'POST', body: form });
};

const send = async (url: string, bytes: Buffer, fields: Readonly<Record<string, string>> = {}) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new File([new Uint8Array(bytes)], 'photo.jpg', { type: 'image/jpeg' }));
  return (await fetch(url, { method: 'POST', body: form })).status;
};

/** Every line of the log of the bus, with the envelope in it. */
const eventsOf = (imageId: string) => {
  const file = join(folder, 'logs', 'DirectUpload-events.log');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line.slice(line.indexOf('{'))))
    .filter(({ detail }) => detail.image.id === imageId);
};

const untilEvents = (imageId: string, count: number) =>
  poll(
    () => eventsOf(imageId),
    (events) => events.length >= count,
    () => service.output(),
  );

/** Waits until ingest is done with everything that was staged. */
const untilQuiet = () =>
  poll(
    () => readdirSync(join(folder, 'sqs')).filter((name) => name.startsWith('Ingest')),
    (queues) => queues.every((name) => readdirSync(join(folder, 'sqs', name)).length === 0),
    () => service.output(),
  );

test('an upload is announced as the API shows its image', async () => {
  const minted = await mint({ metadata: '{"k":"v"}', creator: 'ann' });

  await send(minted.uploadURL, photograph('photo.jpg'));
  const [envelope] = await untilEvents(minted.id, 1);

  const image = await call<Record<string, unknown>>(`/v1/${minted.id}`);
  const event = readImageEvent(envelope.detail);
  expect(envelope).toMatchObject({
    source: 'direct-upload.images',
    'detail-type': 'image.uploaded',
    time: event.time.replace(/\.\d+Z/, 'Z'),
  });
  expect(image).toMatchObject(event.image);
  expect(event.image).toMatchObject({ filename: 'photo.jpg', creator: 'ann', meta: { k: 'v' } });
  expect(image).not.toHaveProperty('unsentEvent');
});

test('a refused upload is announced with the reason that the API shows, and then the good one', async () => {
  const minted = await mint();

  await send(minted.uploadURL, Buffer.from('no image at all'));
  const [refused] = await untilEvents(minted.id, 1);
  const draft = await call<Record<string, unknown>>(`/v1/${minted.id}`);
  await untilQuiet();
  await send(minted.uploadURL, photograph('photo.jpg'));
  const events = await untilEvents(minted.id, 2);

  const failed = readImageEvent(refused.detail);
  expect(failed).toMatchObject({ type: 'image.upload_failed', error: { code: 5455 } });
  expect(draft).toMatchObject({ draft: true, uploadError: refused.detail.error });
  expect(events.map((event) => event['detail-type'])).toEqual(['image.upload_failed', 'image.uploaded']);
});

test('replays of a presigned POST make no event', async () => {
  const { id, upload } = await mint();
  await send(upload.url, photograph('photo.jpg'), upload.fields);
  await untilEvents(id, 1);

  for (const bytes of [photograph('photo.jpg'), Buffer.from('text'), photograph('photo.jpg')])
    expect(await send(upload.url, bytes, upload.fields)).toBeLessThan(300);
  await untilQuiet();

  expect(eventsOf(id)).toHaveLength(1);
});

test('no event and no log holds the secret of an upload URL', async () => {
  const { id, uploadURL } = await mint();
  const nonce = uploadURL.slice(uploadURL.lastIndexOf('.') + 1);
  await send(uploadURL, Buffer.from('no image'));
  await untilEvents(id, 1);
  await untilQuiet();

  const logs = readdirSync(join(folder, 'logs')).map((name) =>
    readFileSync(join(folder, 'logs', name), 'utf8'),
  );
  expect(nonce).toMatch(/^[\w-]{22}$/);
  expect(logs.join()).toContain(id);
  expect(logs.join()).not.toContain(nonce);
});

test('an image that is posted to the API is no event', async () => {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(photograph('photo.jpg'))], 'photo.jpg'));
  const { id } = await call<{ id: string }>('/v1', { method: 'POST', body: form });
  const marker = await mint();
  await send(marker.uploadURL, photograph('photo.jpg'));
  await untilEvents(marker.id, 1);

  expect(eventsOf(id)).toEqual([]);
});
