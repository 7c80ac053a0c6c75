import { accountHash } from '../../../lambdas/core/account';
import {
  type CreateDirectUploadDeps,
  createDirectUpload,
  type DirectUploadRequest,
} from '../../../lambdas/core/create-direct-upload';
import { imageKey } from '../../../lambdas/core/keys';
import { randomNonce } from '../../../lambdas/core/nonce';
import type { PresignedPost } from '../../../lambdas/core/ports';
import { ACCOUNT, draftOf, NOW, NOW_SECONDS } from '../../support/image-fixtures';
import { InMemoryImages } from '../../support/in-memory/in-memory-images';
import { InMemoryStagedUploads } from '../../support/in-memory/in-memory-staged-uploads';

const NONCE = 'BBBBBBBBBBBBBBBBBBBBBB';
const ID = '11111111-2222-4333-8444-555555555555';
const POST: PresignedPost = {
  method: 'POST',
  url: 'https://bucket.example.net',
  fields: { key: 'k' },
  maxBytes: 1000,
  expires: '2026-03-04T05:36:07.000Z',
};

const setUp = (overrides: Partial<CreateDirectUploadDeps> = {}) => {
  const images = new InMemoryImages();
  const signed: { key: string; expiresAt: Date }[] = [];
  const deps: CreateDirectUploadDeps = {
    images,
    staged: new InMemoryStagedUploads(),
    signer: {
      sign: async (key, expiresAt) => {
        signed.push({ key, expiresAt });
        return POST;
      },
    },
    clock: () => NOW,
    newId: () => ID,
    newNonce: () => NONCE,
    uploadBaseUrl: 'https://upload.example.net',
    defaultExpirySeconds: 1800,
    ...overrides,
  };
  const mint = (request: Omit<DirectUploadRequest, 'accountId'> = {}) =>
    createDirectUpload({ accountId: ACCOUNT, ...request }, deps);
  return { images, signed, mint };
};

describe('minting an upload', () => {
  it('answers with a new id, its upload URL and a presigned POST', async () => {
    const { mint } = setUp();

    const upload = await mint();

    expect(upload).toEqual({
      id: ID,
      uploadURL: `https://upload.example.net/${accountHash(ACCOUNT)}/${imageKey(ID)}.${NONCE}`,
      upload: POST,
    });
  });

  it('stores a draft with everything the caller said', async () => {
    const { images, mint } = setUp();

    await mint({
      expiry: '2026-03-04T06:06:07Z',
      metadata: { a: 1 },
      requireSignedURLs: true,
      creator: 'me',
    });

    expect([...images.records.values()]).toEqual([
      {
        draft: true,
        accountId: ACCOUNT,
        id: ID,
        uploaded: NOW.toISOString(),
        requireSignedURLs: true,
        meta: { a: 1 },
        creator: 'me',
        nonce: NONCE,
        expiresAtSeconds: NOW_SECONDS + 3600,
      },
    ]);
  });

  it('leaves out what the caller did not say', async () => {
    const { images, mint } = setUp();

    await mint({ creator: '' });

    const [draft] = images.records.values();
    expect(draft).not.toHaveProperty('meta');
    expect(draft).not.toHaveProperty('creator');
    expect(draft).toMatchObject({ requireSignedURLs: false, expiresAtSeconds: NOW_SECONDS + 1800 });
  });

  it('signs for the staging key of exactly this draft, until the draft expires', async () => {
    const { signed, mint } = setUp();

    await mint({ id: 'a/b' });

    expect(signed).toEqual([
      {
        key: `staging/${accountHash(ACCOUNT)}/${imageKey('a/b')}.${NONCE}`,
        expiresAt: new Date((NOW_SECONDS + 1800) * 1000),
      },
    ]);
  });

  it('refuses an id that is in use', async () => {
    const { images, mint } = setUp();
    await images.createDraft(draftOf({ id: 'cat' }));

    await expect(mint({ id: 'cat' })).rejects.toMatchObject({ code: 'already-exists' });
  });

  it('keeps accounts apart: another account may use the same id', async () => {
    const { mint } = setUp();
    await mint({ id: 'cat' });

    await expect(mint({ id: 'cat', accountId: 'account-2' } as DirectUploadRequest)).resolves.toMatchObject({
      id: 'cat',
    });
  });

  it.each([
    [{ id: 'cat', requireSignedURLs: true }, 'custom-id-cannot-be-private'],
    [{ id: '/cat', requireSignedURLs: true }, 'invalid-custom-id'],
    [{ id: '' }, 'invalid-custom-id'],
    [{ expiry: 'soon' }, 'invalid-request'],
    [{ creator: 'x'.repeat(1025) }, 'invalid-request'],
  ])('stores and signs nothing when it refuses %j', async (request, code) => {
    const { images, signed, mint } = setUp();

    await expect(mint(request)).rejects.toMatchObject({ code });

    expect(images.records.size).toBe(0);
    expect(signed).toEqual([]);
  });

  it('holds no id when signing fails', async () => {
    const { images, mint } = setUp({ signer: { sign: () => Promise.reject(new Error('no session')) } });

    await expect(mint({ id: 'cat' })).rejects.toThrow('no session');

    expect(images.records.size).toBe(0);
  });
});

describe('a nonce', () => {
  it('is 22 characters of base64url and never the same twice', () => {
    const nonces = Array.from({ length: 1000 }, randomNonce);

    expect(nonces.every((nonce) => /^[A-Za-z0-9_-]{22}$/.test(nonce))).toBe(true);
    expect(new Set(nonces).size).toBe(1000);
  });
});
