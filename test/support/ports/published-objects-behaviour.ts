import { derivedPrefix, publishedKey, publishedPrefix } from '../../../lambdas/core/keys';
import type { PublishedObjects } from '../../../lambdas/core/ports';

const TARGET = { accountHash: 'a'.repeat(22), imageKey: 'k'.repeat(43), nonce: 'n'.repeat(22) };
const NEXT_MINTING = { ...TARGET, nonce: 'm'.repeat(22) };
const OTHER_IMAGE = { ...TARGET, imageKey: 'j'.repeat(43) };
const SHA = ['1', '2', '3'].map((digit) => digit.repeat(64)) as [string, string, string];

/** The behaviour that every images bucket must have; each test starts with a fresh one from `setUp`. */
export const describePublishedObjects = (setUp: () => Promise<PublishedObjects>): void => {
  const fill = async (keys: readonly string[]) => {
    const objects = await setUp();
    for (const key of keys) await objects.put(key, Buffer.from(key), 'image/png');
    const left = async () => {
      const found = await Promise.all(keys.map(async (key) => ((await objects.get(key)) ? [key] : [])));
      return found.flat();
    };
    return { objects, left };
  };

  it('gives back what was put, and nothing where nothing was', async () => {
    const objects = await setUp();
    await objects.put(publishedKey(TARGET, SHA[0]), Buffer.from([0, 255]), 'image/png');

    expect(await objects.get(publishedKey(TARGET, SHA[0]))).toEqual(Buffer.from([0, 255]));
    expect(await objects.get(publishedKey(TARGET, SHA[1]))).toBeUndefined();
  });

  it('deletes the losers of one minting and spares the winner and every other minting', async () => {
    const winner = publishedKey(TARGET, SHA[0]);
    const losers = [publishedKey(TARGET, SHA[1]), publishedKey(TARGET, SHA[2])];
    const others = [publishedKey(NEXT_MINTING, SHA[1]), publishedKey(OTHER_IMAGE, SHA[1])];
    const { objects, left } = await fill([winner, ...losers, ...others]);

    await objects.removeLosers(TARGET, winner);

    expect(await left()).toEqual([winner, ...others]);
  });

  it('deletes all of a minting that published nothing', async () => {
    const { objects, left } = await fill([publishedKey(TARGET, SHA[0]), publishedKey(NEXT_MINTING, SHA[0])]);

    await objects.removeLosers(TARGET);

    expect(await left()).toEqual([publishedKey(NEXT_MINTING, SHA[0])]);
  });

  it('deletes the bytes of every minting of an image with what was derived from it', async () => {
    const derived = `${derivedPrefix(TARGET)}${SHA[0]}/thumbnail`;
    const others = [publishedKey(OTHER_IMAGE, SHA[0]), `${derivedPrefix(OTHER_IMAGE)}x`];
    const { objects, left } = await fill([
      publishedKey(TARGET, SHA[0]),
      publishedKey(NEXT_MINTING, SHA[0]),
      derived,
      ...others,
    ]);

    await objects.removeAll(TARGET, async () => undefined);

    expect(await left()).toEqual(others);
  });

  it('spares the minting that it is told, and what came since it began', async () => {
    const [old, current] = [publishedKey(TARGET, SHA[0]), publishedKey(NEXT_MINTING, SHA[0])];
    const late = publishedKey(TARGET, SHA[1]);
    const { objects, left } = await fill([old, current]);

    await objects.removeAll(TARGET, async () => {
      await objects.put(late, Buffer.from('late'), 'image/png');
      return publishedPrefix(NEXT_MINTING);
    });

    expect(await left()).toEqual([current]);
    expect(await objects.get(late)).toEqual(Buffer.from('late'));
  });
};
