import { setImmediate } from 'node:timers/promises';
import { DeliveryWorld, HASH, pathOf, SIGNING_KEY, signedQuery } from '../../support/delivery/delivery-world';
import { NOW, NOW_SECONDS } from '../../support/image-fixtures';

const ID = 'private picture/ä';
const PATH = pathOf(`${encodeURIComponent('private picture')}/${encodeURIComponent('ä')}/public`);
const EXP = `exp=${NOW_SECONDS + 60}`;

let world: DeliveryWorld;

beforeEach(async () => {
  world = new DeliveryWorld();
  await world.publish(ID, { requireSignedURLs: true });
  await world.setKeys({ name: 'default', value: SIGNING_KEY });
});

const status = async (path: string, query: string) => (await world.get(path, { query })).statusCode;

describe('a private image', () => {
  it('is shown to whoever has a signed URL, until it ends', async () => {
    const { statusCode, headers } = await world.get(PATH, { query: signedQuery(PATH, EXP) });

    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe('max-age=59, must-revalidate, stale-if-error=0');
  });

  it('is refused one second later, whatever is kept in storage', async () => {
    const query = signedQuery(PATH, EXP);
    await world.get(PATH, { query });

    world.now = new Date(NOW.getTime() + 61_000);

    expect(await status(PATH, query)).toBe(403);
  });

  it('is refused without a signature, with another key and for another variant', async () => {
    expect(await status(PATH, '')).toBe(403);
    expect(await status(PATH, EXP)).toBe(403);
    expect(await status(PATH, signedQuery(PATH, EXP, 'another key'))).toBe(403);
    expect(await status(PATH.replace('public', 'thumbnail'), signedQuery(PATH, EXP))).toBe(403);
  });

  it('is signed for in the spelling that is sent', async () => {
    const encoded = pathOf(`${encodeURIComponent(ID)}/public`);

    expect(await status(encoded, signedQuery(encoded, EXP))).toBe(200);
    expect(await status(PATH, signedQuery(encoded, EXP))).toBe(403);
  });

  it('is refused with the next request after its key is gone', async () => {
    const query = signedQuery(PATH, EXP);
    expect(await status(PATH, query)).toBe(200);

    await world.setKeys({ name: 'new', value: 'a new key' });

    expect(await status(PATH, query)).toBe(403);
  });

  it('is refused on an account without keys', async () => {
    await world.setKeys();

    expect(await status(PATH, signedQuery(PATH, EXP, ''))).toBe(403);
  });

  it('is refused without the keys being looked at when nothing claims to be signed', async () => {
    const list = jest.spyOn(world.signingKeys, 'list');

    expect(await status(PATH, '')).toBe(403);
    expect(await status(PATH, EXP)).toBe(403);

    expect(list).not.toHaveBeenCalled();
  });

  it('is looked up together with the settings and the keys, none after the other', async () => {
    const { images, settings, signingKeys } = world;
    const reads = [jest.spyOn(images, 'find'), jest.spyOn(settings, 'get'), jest.spyOn(signingKeys, 'list')];
    const never = new Promise<never>(() => undefined);
    for (const read of reads) read.mockReturnValue(never);

    void world.get(PATH, { query: signedQuery(PATH, EXP) });
    await setImmediate();

    expect(reads.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]);
  });

  it('is never shown by options, signed or not', async () => {
    await world.set({ config: { flexible_variants: true } });
    const path = PATH.replace('public', 'w=10');

    expect(await status(path, signedQuery(path, EXP))).toBe(403);
  });

  it('is open through a variant that never requires a signature, and cached like a public one', async () => {
    await world.set({
      variants: [
        { id: 'open', options: { fit: 'contain', metadata: 'none', width: 9 }, neverRequireSignedURLs: true },
      ],
    });

    const { statusCode, headers } = await world.get(PATH.replace('public', 'open'));

    expect([statusCode, headers['cache-control']]).toEqual([
      200,
      'public, max-age=172800, stale-while-revalidate=7200',
    ]);
  });

  it('has the same derivatives as when it was public', async () => {
    await world.get(PATH, { query: signedQuery(PATH, EXP) });
    await world.get(PATH, { query: signedQuery(PATH, `exp=${NOW_SECONDS + 90}`) });

    expect(world.renders).toBe(1);
  });
});

describe('a public image', () => {
  it.each(['sig=x', `exp=1&sig=${'0'.repeat(64)}`, 'anything=else'])('ignores %s', async (query) => {
    await world.publish('cat');

    const { statusCode, headers } = await world.get(`/${HASH}/cat/public`, { query });

    expect([statusCode, headers['cache-control']]).toEqual([
      200,
      'public, max-age=172800, stale-while-revalidate=7200',
    ]);
  });
});
