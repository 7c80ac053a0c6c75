import type { StagedUploads } from '../../../lambdas/core/ports';
import type { StagedWrite } from '../in-memory/in-memory-staged-uploads';

/** What every test of the suite starts from: an empty staging bucket. */
export interface StagedUploadsUnderTest {
  readonly staged: StagedUploads;
  /** What a client's upload does. */
  write(key: string, write: StagedWrite): Promise<void>;
}

const KEY = `staging/${'a'.repeat(22)}/${'k'.repeat(43)}.${'n'.repeat(22)}`;
const bytes = (text: string): StagedWrite => ({ body: Buffer.from(text) });

/** The behaviour that every staging bucket must have; each test starts with a fresh one from `setUp`. */
export const describeStagedUploads = (setUp: () => Promise<StagedUploadsUnderTest>): void => {
  it('gives back what was uploaded, with its declared type and file name', async () => {
    const { staged, write } = await setUp();
    await write(KEY, { body: Buffer.from([0, 255, 1]), contentType: 'image/png', filename: 'Füße 猫.png' });

    const object = await staged.read(KEY, 3);

    expect(object).toMatchObject({
      body: Buffer.from([0, 255, 1]),
      contentType: 'image/png',
      filename: 'Füße 猫.png',
      etag: expect.stringMatching(/^"\w+"$/),
    });
  });

  it('says only what it is of an object that is one byte too large', async () => {
    const { staged, write } = await setUp();
    await write(KEY, bytes('four'));

    const object = await staged.read(KEY, 3);

    expect(object).toMatchObject({ etag: expect.any(String) });
    expect(object).not.toHaveProperty('body');
  });

  it('has nothing where nothing was uploaded', async () => {
    const { staged, write } = await setUp();
    await write(`${KEY}x`, bytes('x'));

    expect(await staged.read(KEY, 10)).toBeUndefined();
    expect(await staged.exists(KEY)).toBe(false);
    expect(await staged.exists(`${KEY}x`)).toBe(true);
  });

  it('removes the version that was read', async () => {
    const { staged, write } = await setUp();
    await write(KEY, bytes('first'));
    const object = await staged.read(KEY, 10);

    await staged.remove(KEY, object?.etag);

    expect(await staged.exists(KEY)).toBe(false);
  });

  it('leaves a version that came later', async () => {
    const { staged, write } = await setUp();
    await write(KEY, bytes('first'));
    const object = await staged.read(KEY, 10);
    await write(KEY, bytes('second'));

    await staged.remove(KEY, object?.etag);

    expect(await staged.read(KEY, 10)).toMatchObject({ body: Buffer.from('second') });
  });

  it('removes any version when none is named, and does not mind when there is none', async () => {
    const { staged, write } = await setUp();
    await write(KEY, bytes('first'));

    await staged.remove(KEY);
    await staged.remove(KEY);
    await staged.remove(KEY, '"0123456789abcdef0123456789abcdef"');

    expect(await staged.exists(KEY)).toBe(false);
  });
};
