import { photograph } from '../support/files/fixture';
import { jpegOfBytes } from '../support/files/hostile-files';
import { afterIngest } from './client/after-ingest';
import { getImage, mint, originalBytes, type PresignedPost, published, refused } from './client/images';
import { postForm, postPresigned } from './client/upload';

const photo = { bytes: photograph('photo.jpg') };
const isStored = (status: number) => status >= 200 && status < 300;

describe('The presigned POST of a mint', () => {
  test('publishes a picture as it is', async () => {
    const link = await mint({ metadata: '{"album":"lake"}' });

    const answer = await postPresigned(link.upload, { ...photo, name: 'озеро 1.jpg' });

    expect(isStored(answer.status)).toBe(true);
    const image = await published(link.id);
    expect(image).toMatchObject({ id: link.id, meta: { album: 'lake' }, filename: 'озеро 1.jpg' });
    expect(image).not.toHaveProperty('draft');
  });

  test('publishes with the type of the file in place of its own', async () => {
    const link = await mint();
    const fields = { ...link.upload.fields, 'Content-Type': 'image/webp' };

    const answer = await postPresigned(link.upload, { bytes: photograph('photo.webp') }, fields);

    expect(isStored(answer.status)).toBe(true);
    await expect(published(link.id)).resolves.toMatchObject({ id: link.id });
  });

  test('takes exactly its limit of bytes, which is more than the one-time URL takes', async () => {
    const link = await mint();
    expect(link.upload.maxBytes).toBeGreaterThan(10 * 1024 * 1024);

    const answer = await postPresigned(link.upload, { bytes: jpegOfBytes(link.upload.maxBytes) });

    expect(isStored(answer.status)).toBe(true);
    await expect(published(link.id)).resolves.toMatchObject({ id: link.id });
  });

  test('refuses one byte more', async () => {
    const link = await mint();

    const answer = await postPresigned(link.upload, { bytes: jpegOfBytes(link.upload.maxBytes + 1) });

    expect(answer.status).toBe(400);
    expect(answer.text).toContain('<Code>EntityTooLarge</Code>');
    expect((await getImage(link.id)).envelope().result).toMatchObject({ draft: true });
  });

  test('refuses a file that is no picture after it is stored, with the reason', async () => {
    const link = await mint();

    await postPresigned(link.upload, { bytes: Buffer.from('not a picture') });

    expect(await refused(link.id)).toMatchObject({ code: 5455 });
  });

  test('cannot replace the picture once it is published', async () => {
    const link = await mint();
    await postPresigned(link.upload, photo);
    const image = await published(link.id);

    await postPresigned(link.upload, { bytes: photograph('photo.webp'), name: 'other.webp' });
    await afterIngest();

    expect((await getImage(link.id)).envelope().result).toEqual(image);
    expect((await originalBytes(link.id)).equals(photo.bytes)).toBe(true);
  });

  test('cannot replace the picture that came by the one-time URL', async () => {
    const link = await mint();
    await postForm(link.uploadURL, { ...photo, name: 'first.jpg' });
    const image = await published(link.id);

    await postPresigned(link.upload, { bytes: photograph('photo.webp'), name: 'other.webp' });
    await afterIngest();

    expect((await getImage(link.id)).envelope().result).toEqual(image);
    expect((await originalBytes(link.id)).equals(photo.bytes)).toBe(true);
  });
});

describe('A presigned POST that was tampered with', () => {
  const policyOf = (post: PresignedPost) =>
    JSON.parse(Buffer.from(post.fields['Policy'] ?? '', 'base64').toString('utf8'));
  const withPolicy = (
    post: PresignedPost,
    change: (policy: { expiration: string; conditions: unknown[] }) => void,
  ) => {
    const policy = policyOf(post);
    change(policy);
    return { ...post.fields, Policy: Buffer.from(JSON.stringify(policy)).toString('base64') };
  };
  const without = (fields: Record<string, string>, name: string) =>
    Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

  test.each<[string, (post: PresignedPost) => Record<string, string>]>([
    ['another key', (post) => ({ ...post.fields, key: `${post.fields['key']}x` })],
    ['a key that climbs', (post) => ({ ...post.fields, key: `${post.fields['key']}/../../evil` })],
    ['a published key', (post) => ({ ...post.fields, key: 'images/evil' })],
    ['a type that is no picture', (post) => ({ ...post.fields, 'Content-Type': 'text/html' })],
    ['a field the policy does not know', (post) => ({ ...post.fields, 'x-amz-meta-evil': '1' })],
    ['public access', (post) => ({ ...post.fields, acl: 'public-read' })],
    ['a redirect', (post) => ({ ...post.fields, success_action_redirect: 'https://attacker.example/' })],
    [
      'a later expiration in the policy',
      (post) => withPolicy(post, (policy) => Object.assign(policy, { expiration: '2099-01-01T00:00:00Z' })),
    ],
    [
      'no conditions in the policy',
      (post) => withPolicy(post, (policy) => Object.assign(policy, { conditions: [] })),
    ],
    ['another signature', (post) => ({ ...post.fields, 'X-Amz-Signature': '0'.repeat(64) })],
    ['no signature', (post) => without(post.fields, 'X-Amz-Signature')],
    ['no policy', (post) => without(post.fields, 'Policy')],
    ['no session token', (post) => without(post.fields, 'X-Amz-Security-Token')],
    ['no fields at all', () => ({})],
  ])('stores nothing: %s', async (_what, tamper) => {
    const link = await mint();

    const answer = await postPresigned(link.upload, photo, tamper(link.upload));

    expect([400, 403]).toContain(answer.status);
    expect(answer.text).toContain('<Error>');
    expect((await getImage(link.id)).envelope().result).toMatchObject({ draft: true });
  });

  test('cannot carry one link’s signature to another link’s key', async () => {
    const [own, other] = [await mint(), await mint()];

    const answer = await postPresigned(own.upload, photo, {
      ...own.upload.fields,
      key: other.upload.fields['key'] ?? '',
    });

    expect(answer.status).toBe(403);
    expect((await getImage(other.id)).envelope().result).toMatchObject({ draft: true });
  });
});
