import { photograph } from '../support/files/fixture';
import { expireDraft } from '../support/service/expire-draft';
import { afterIngest } from './client/after-ingest';
import { errorMessage, refusal } from './client/answer';
import { testWith } from './client/capability';
import { deployment } from './client/deployment';
import { deleteImage, getImage, mint, published, tryMint } from './client/images';
import { postForm, postPresigned, sendBody } from './client/upload';

const photo = { bytes: photograph('photo.jpg') };
const LONG_AGO_SECONDS = 3_600;
const WITHIN_GRACE_SECONDS = 60;

/** Moves the end of a link into the past, as if the time had gone by. */
const expire = (id: string, agoSeconds: number) =>
  expireDraft(deployment.localDataDir ?? '', deployment.owner.accountId, id, agoSeconds);

const expiryTest = (title: string, body: () => Promise<void>) =>
  testWith('the local service, which can age a draft', deployment.localDataDir !== undefined, title, body);

describe('A link past its expiry', () => {
  for (const [method, send] of [
    ['a form', (url: string) => postForm(url, photo)],
    ['a put picture', (url: string) => sendBody(url, 'PUT', photo.bytes, 'image/jpeg')],
  ] as const) {
    expiryTest(`refuses ${method} and says that it has expired`, async () => {
      const link = await mint();
      await expire(link.id, WITHIN_GRACE_SECONDS);

      const answer = await send(link.uploadURL);

      expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
      expect(errorMessage(answer)).toBe('The upload URL has expired');
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    });
  }

  expiryTest('is no image any more', async () => {
    const link = await mint();
    await expire(link.id, LONG_AGO_SECONDS);

    expect(refusal(await getImage(link.id))).toEqual({ status: 404, code: 5404 });
    expect(refusal(await deleteImage(link.id))).toEqual({ status: 404, code: 5404 });
  });

  expiryTest('never publishes what a presigned POST stored too late', async () => {
    const link = await mint();
    await expire(link.id, LONG_AGO_SECONDS);

    await postPresigned(link.upload, photo);
    await afterIngest();

    expect(refusal(await getImage(link.id))).toEqual({ status: 404, code: 5404 });
  });

  expiryTest('gives its custom id free, and does not come back to life with the next link', async () => {
    const id = `second-try-${Date.now()}`;
    const old = await mint({ id });
    await expire(old.id, LONG_AGO_SECONDS);

    const fresh = await tryMint({ id });

    expect(fresh.status).toBe(200);
    expect(refusal(await postForm(old.uploadURL, photo))).toEqual({ status: 404, code: 5404 });
    await postForm(fresh.envelope().result.uploadURL, photo);
    await expect(published(id)).resolves.toMatchObject({ id });
  });
});
