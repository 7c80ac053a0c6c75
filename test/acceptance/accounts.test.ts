import { randomUUID } from 'node:crypto';
import { photograph } from '../support/files/fixture';
import { publishAlbum } from './client/album';
import { readAnswer, refusal } from './client/answer';
import { call, imagesUrl } from './client/api';
import { testWith } from './client/capability';
import { type Caller, deployment } from './client/deployment';
import { deleteImage, getImage, type Image, mint, published, tryMint } from './client/images';
import { postForm } from './client/upload';

const { owner } = deployment;
const stranger: Caller = deployment.stranger ?? owner;
const reader: Caller = deployment.reader ?? owner;
const strangerTest = (title: string, body: () => Promise<void>) =>
  testWith('OTHER_ACCOUNT_ID and OTHER_API_TOKEN', deployment.stranger !== undefined, title, body);
const readerTest = (title: string, body: () => Promise<void>) =>
  testWith('READ_API_TOKEN', deployment.reader !== undefined, title, body);

const DENIED = { status: 403, code: 10000 };
const GONE = { status: 404, code: 5404 };

/** The owner's account with the stranger's token. */
const intruder: Caller = { accountId: owner.accountId, apiToken: stranger.apiToken };

describe('A token of another account', () => {
  strangerTest('is refused on every route of this account', async () => {
    const { id } = await mint();

    const answers = [
      await call('/v1', { caller: intruder }),
      await call('/v2', { caller: intruder }),
      await call(`/v1/${id}`, { caller: intruder }),
      await call(`/v1/${id}`, { caller: intruder, method: 'DELETE' }),
      await call('/v2/direct_upload', { caller: intruder, method: 'POST' }),
      await call('/v1/direct_upload', { caller: intruder, method: 'POST' }),
    ];

    expect(answers.map(refusal)).toEqual(answers.map(() => DENIED));
    expect((await getImage(id)).status).toBe(200);
  });

  strangerTest('sees nothing of this account in its own', async () => {
    const { id } = await mint();

    expect(refusal(await getImage(id, stranger))).toEqual(GONE);
    expect(refusal(await deleteImage(id, stranger))).toEqual(GONE);
    expect((await getImage(id)).status).toBe(200);
  });

  strangerTest('cannot reach this account by tricks in the path or the query', async () => {
    const { id } = await mint();
    const headers = { authorization: `Bearer ${stranger.apiToken}` };

    for (const path of [
      `/v1/${encodeURIComponent(`../../${owner.accountId}/images/v1/${id}`)}`,
      `/v1/${id}?account_id=${owner.accountId}`,
      `/v1/${encodeURIComponent(`${id}#`)}`,
    ]) {
      const answer = await readAnswer(await fetch(imagesUrl(path, stranger), { headers }));
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain(`"id":"${id}"`);
    }
  });

  strangerTest('cannot continue this account’s list', async () => {
    const album = await publishAlbum(11);
    const first = await call<{ continuation_token: string }>(`/v2?creator=${album.creator}&per_page=10`);
    const token = encodeURIComponent(first.envelope().result.continuation_token);

    const answer = await call(`/v2?creator=${album.creator}&per_page=10&continuation_token=${token}`, {
      caller: stranger,
    });

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
  });

  strangerTest('may use the same custom id without touching the other image', async () => {
    const id = `shared/${randomUUID()}`;
    const [own, other] = [
      await mint({ id, metadata: '{"of":"owner"}' }),
      await mint({ id, metadata: '{"of":"stranger"}' }, stranger),
    ];

    await postForm(other.uploadURL, { bytes: photograph('photo.jpg') });

    expect((await published(id, stranger)).meta).toEqual({ of: 'stranger' });
    expect((await getImage(id)).envelope().result).toMatchObject({ draft: true, meta: { of: 'owner' } });
    expect(new URL(own.uploadURL).pathname.split('/').at(-2)).not.toBe(
      new URL(other.uploadURL).pathname.split('/').at(-2),
    );
  });

  strangerTest('lists its own images only', async () => {
    const mine = await publishAlbum(1);

    const { images } = (await call<{ images: Image[] }>('/v2', { caller: stranger })).envelope().result;

    expect(images.map((image) => image.id)).not.toContain(mine.images[0]?.id);
  });
});

describe('A token that may only read', () => {
  readerTest('reads details and lists', async () => {
    const { id } = await mint();

    const answers = [
      await getImage(id, reader),
      await call('/v1', { caller: reader }),
      await call('/v2', { caller: reader }),
    ];

    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  });

  readerTest('mints and deletes nothing', async () => {
    const { id } = await mint();

    const answers = [
      await tryMint({}, reader),
      await deleteImage(id, reader),
      await call('/v1/direct_upload', { caller: reader, method: 'POST' }),
    ];

    expect(answers.map(refusal)).toEqual(answers.map(() => DENIED));
    expect((await getImage(id)).status).toBe(200);
  });
});
