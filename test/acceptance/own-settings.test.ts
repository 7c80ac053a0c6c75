import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { photograph } from '../support/files/fixture';
import { jpegOfBytes } from '../support/files/hostile-files';
import { createToken } from '../support/service/create-token';
import { type LocalService, startLocalService } from '../support/service/local-service';
import { type Answer, refusal } from './client/answer';
import { call } from './client/api';
import { testWith } from './client/capability';
import { type Caller, deployment } from './client/deployment';
import { mint, published } from './client/images';
import { postForm, postPresigned, sendBody } from './client/upload';

const MAX_UPLOAD_BYTES = 300_000;
/** So few that a slow machine exceeds them in a window too; every test therefore has a token of its own. */
const REQUESTS_IN_WINDOW = 5;
const WINDOW_SECONDS = 4;

let dataDir: string;
let service: LocalService;

/** These tests need settings of their own, so they start a service of their own. */
const settingsTest = (title: string, body: () => Promise<void>) =>
  testWith('the local service', deployment.localDataDir !== undefined, title, body);

const newCaller = async (): Promise<Caller> => {
  const token = randomUUID();
  await createToken(dataDir, { token, accountId: 'busy', permissions: 'edit' });
  return { accountId: 'busy', apiToken: token, baseUrl: service.baseUrl };
};

beforeAll(async () => {
  if (deployment.localDataDir === undefined) return;
  dataDir = await mkdtemp(path.join(tmpdir(), 'direct-upload-settings-'));
  const context = {
    'directUpload.allowedOrigins': ['https://app.example', 'https://admin.example'],
    'directUpload.maxUploadBytes': MAX_UPLOAD_BYTES,
    'directUpload.defaultExpirySeconds': 300,
    'directUpload.rateLimit': { requests: REQUESTS_IN_WINDOW, windowSeconds: WINDOW_SECONDS },
  };
  service = await startLocalService({ dataDir, context });
});

afterAll(async () => {
  await service?.stop();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

describe('With a list of allowed origins, the one-time URL', () => {
  for (const [origin, allowed] of [
    ['https://app.example', 'https://app.example'],
    ['https://admin.example', 'https://admin.example'],
    ['https://evil.example', null],
  ] as const) {
    settingsTest(`answers a page of ${origin} with ${allowed ?? 'no permission'}`, async () => {
      const link = await mint({}, await newCaller());

      const answer = await postForm(link.uploadURL, { bytes: photograph('photo.jpg') }, { origin });

      expect(answer.headers.get('access-control-allow-origin')).toBe(allowed);
      expect(answer.headers.get('vary')).toContain('Origin');
    });
  }
});

describe('With a size limit of its own, an upload', () => {
  settingsTest('is refused by the presigned POST with one byte more', async () => {
    const caller = await newCaller();
    const link = await mint({}, caller);

    const [over, exact] = [
      await postPresigned(link.upload, { bytes: jpegOfBytes(MAX_UPLOAD_BYTES + 1) }),
      await postPresigned(link.upload, { bytes: jpegOfBytes(MAX_UPLOAD_BYTES) }),
    ];

    expect(link.upload.maxBytes).toBe(MAX_UPLOAD_BYTES);
    expect(over.text).toContain('EntityTooLarge');
    expect(exact.status).toBeLessThan(300);
    await published(link.id, caller);
  });

  settingsTest('is refused by the one-time URL at once when it can only be too large', async () => {
    const link = await mint({}, await newCaller());

    const answer = await sendBody(link.uploadURL, 'PUT', jpegOfBytes(2 * MAX_UPLOAD_BYTES), 'image/jpeg');

    expect(refusal(answer)).toEqual({ status: 413, code: 7011 });
  });
});

settingsTest('With a default expiry of its own, a link lives that long', async () => {
  const caller = await newCaller();
  const askedAtSeconds = Math.floor(Date.now() / 1000);

  const link = await mint({}, caller);

  const endsAtSeconds = Date.parse(link.upload.expires) / 1000;
  expect(endsAtSeconds).toBeGreaterThanOrEqual(askedAtSeconds + 300);
  expect(endsAtSeconds).toBeLessThanOrEqual(Date.now() / 1000 + 300);
});

describe('With a rate limit, a token', () => {
  /** Asks until one of the requests is refused; a slow machine may pass from one window into the next. */
  const exhaust = async (busy: Caller): Promise<Answer> => {
    for (let round = 0; round < 50; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => call('/v2', { caller: busy })));
      const refused = answers.find(({ status }) => status === 429);
      if (refused) return refused;
    }
    throw new Error('A thousand requests were answered');
  };

  settingsTest('is told to wait once it asked too often, and may go on after that', async () => {
    const busy = await newCaller();

    const { headers, envelope } = await exhaust(busy);
    await sleep((Number(headers.get('retry-after')) + 1) * 1_000);
    const afterwards = await call('/v2', { caller: busy });

    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(WINDOW_SECONDS);
    expect(headers.get('x-ratelimit-limit')).toBe(String(REQUESTS_IN_WINDOW));
    expect(headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Date.parse(headers.get('x-ratelimit-reset') ?? '')).not.toBeNaN();
    expect(envelope()).toMatchObject({ success: false, errors: [{ code: expect.any(Number) }] });
    expect(afterwards.status).toBe(200);
  });

  settingsTest('does not take from another token', async () => {
    const [busy, calm] = [await newCaller(), await newCaller()];
    await exhaust(busy);

    expect((await call('/v2', { caller: calm })).status).toBe(200);
  });
});
