import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { photograph } from '../support/files/fixture';
import { type LocalService, startLocalService } from '../support/service/local-service';
import { testWith } from './client/capability';
import { type Caller, deployment } from './client/deployment';
import { getImage, mint, published, type UploadLink } from './client/images';
import { startSlowUpload } from './client/slow-upload';
import { postForm, postPresigned } from './client/upload';

/** These tests stop a service, so they start one of their own. */
const restartTest = (title: string, body: () => Promise<void>) =>
  testWith('the local service', deployment.localDataDir !== undefined, title, body);

let dataDir: string;
let service: LocalService;
let caller: Caller;

const start = async (): Promise<void> => {
  service = await startLocalService(service ? { dataDir, ports: service.ports } : { dataDir });
  caller = { accountId: service.accountId, apiToken: service.apiToken, baseUrl: service.baseUrl };
};

const mintMany = (count: number): Promise<UploadLink[]> =>
  Promise.all(Array.from({ length: count }, () => mint({}, caller)));
const photo = { bytes: photograph('photo.jpg'), name: 'lake.jpg' };

beforeAll(async () => {
  if (deployment.localDataDir === undefined) return;
  dataDir = await mkdtemp(path.join(tmpdir(), 'direct-upload-restart-'));
  await start();
});

afterAll(async () => {
  await service?.stop();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

restartTest('keeps images, drafts and their links across a restart', async () => {
  const [used, unused, presigned] = (await mintMany(3)) as [UploadLink, UploadLink, UploadLink];
  await postForm(used.uploadURL, photo);
  const image = await published(used.id, caller);

  const exitCode = await service.stop('SIGTERM');
  await start();

  expect(exitCode).toBe(0);
  expect((await getImage(used.id, caller)).envelope().result).toEqual(image);
  expect((await postForm(used.uploadURL, photo)).status).toBe(409);
  await postForm(unused.uploadURL, photo);
  await expect(published(unused.id, caller)).resolves.toMatchObject({ filename: 'lake.jpg' });
  await postPresigned(presigned.upload, photo);
  await expect(published(presigned.id, caller)).resolves.toMatchObject({ id: presigned.id });
});

describe('Every upload that was acknowledged is published after', () => {
  for (const [what, signal] of [
    ['SIGTERM in the middle of uploads', 'SIGTERM'],
    ['SIGINT in the middle of uploads', 'SIGINT'],
    ['the process was killed', 'SIGKILL'],
  ] as const) {
    restartTest(what, async () => {
      const [slowLink, ...links] = (await mintMany(9)) as [UploadLink, ...UploadLink[]];
      const slow = await startSlowUpload(slowLink.uploadURL, photo.bytes, 'image/jpeg');
      const answers = await Promise.all(links.map((link) => postForm(link.uploadURL, photo)));

      const stopped = service.stop(signal);
      const slowStatus = await slow.finish();
      const exitCode = await stopped;
      await start();

      // A machine that is busy enough answers 504, as AWS would; nothing was promised then.
      const statuses = [slowStatus, ...answers.map(({ status }) => status)];
      const acknowledged = [slowLink, ...links].filter((_link, index) => statuses[index] === 200);
      expect(acknowledged).not.toEqual([]);
      const images = await Promise.all(acknowledged.map((link) => published(link.id, caller)));
      expect(images.map((image) => image.id)).toEqual(acknowledged.map((link) => link.id));
      if (signal !== 'SIGKILL') expect(exitCode).toBe(0);
      if (slowStatus !== 200) await expectStillUsable(slowLink);
    });
  }
});

/** An upload that was never acknowledged has not burnt its link. */
const expectStillUsable = async (link: UploadLink): Promise<void> => {
  const retry = await postForm(link.uploadURL, photo);
  expect([200, 409]).toContain(retry.status);
  await expect(published(link.id, caller)).resolves.toMatchObject({ id: link.id });
};
