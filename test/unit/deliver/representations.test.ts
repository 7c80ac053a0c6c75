import { DeliveryWorld, pathOf, SVG_FILE } from '../../support/delivery/delivery-world';

let world: DeliveryWorld;

beforeEach(async () => {
  world = new DeliveryWorld();
  await world.publish('cat');
  world.objects.calls.length = 0;
});

describe('what is served as it is stored', () => {
  it('is an SVG, which can do nothing where it is shown', async () => {
    await world.publish('drawing', { file: SVG_FILE, filename: 'draw"ing.svg' });

    const { statusCode, headers, body } = await world.get(pathOf('drawing/thumbnail'));

    expect([statusCode, body.toString()]).toEqual([200, 'original']);
    expect(headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      'content-disposition': "inline; filename*=UTF-8''draw%22ing.svg",
      etag: `"${'ef'.repeat(16)}"`,
    });
    expect(world.renders).toBe(0);
  });

  it('is a large animation, with its own type', async () => {
    await world.publish('film', {
      file: { ...SVG_FILE, format: 'gif', contentType: 'image/gif', width: 1000, height: 1000, frames: 51 },
    });

    const { headers, body } = await world.get(pathOf('film/public'), { headers: { range: 'bytes=0-3' } });

    expect([body.toString(), headers['content-type'], headers['content-range']]).toEqual([
      'orig',
      'image/gif',
      'bytes 0-3/8',
    ]);
  });

  it('is missed as an error of ours when it is gone', async () => {
    const { objectKey } = await world.publish('drawing', { file: SVG_FILE });
    world.objects.objects.delete(objectKey);

    const { statusCode, headers } = await world.get(pathOf('drawing/public'));

    expect([statusCode, headers['cf-resized']]).toEqual([404, 'err=9404']);
    expect(world.log[0]?.[0]).toBe('error');
  });
});

describe('format=json', () => {
  it('describes the result and the original without reading a byte', async () => {
    await world.set({ config: { flexible_variants: true } });

    const { headers, body } = await world.get(pathOf('cat/w=2,rotate=90,format=json'));

    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body.toString())).toEqual({
      width: 2,
      height: 3,
      original: { file_size: 120, width: 4, height: 3, format: 'image/jpeg' },
    });
    expect(world.objects.calls).toEqual([]);
  });

  it('is the same for HEAD, without the description', async () => {
    await world.set({ config: { flexible_variants: true } });

    const { headers, body } = await world.get(pathOf('cat/w=2,format=json'), { method: 'HEAD' });

    expect([body.length, Number(headers['content-length']) > 20]).toEqual([0, true]);
  });

  it.each(['trim=border,format=json', 'w=12000,fit=contain,format=json'])(
    'is refused where rendering would be: %s',
    async (options) => {
      await world.set({ config: { flexible_variants: true } });

      expect((await world.get(pathOf(`cat/${options}`))).statusCode).toBeGreaterThanOrEqual(400);
    },
  );
});

describe('named variants', () => {
  it('have their own browser TTL before the account’s', async () => {
    await world.set({
      config: { flexible_variants: false, browser_ttl: 3600 },
      variants: [
        {
          id: 'public',
          options: { fit: 'contain', metadata: 'none', width: 9 },
          neverRequireSignedURLs: false,
        },
        {
          id: 'hero',
          options: { fit: 'contain', metadata: 'none', width: 9, browser_ttl: 7200 },
          neverRequireSignedURLs: false,
        },
      ],
    });

    const ttls = await Promise.all(
      ['public', 'hero'].map(async (id) => (await world.get(pathOf(`cat/${id}`))).headers['cache-control']),
    );

    expect(ttls).toEqual([
      'public, max-age=3600, stale-while-revalidate=7200',
      'public, max-age=7200, stale-while-revalidate=7200',
    ]);
  });

  it('with the same options share a derivative', async () => {
    const options = { fit: 'contain', metadata: 'none', width: 9 } as const;
    await world.set({
      variants: ['one', 'two'].map((id) => ({ id, options, neverRequireSignedURLs: false })),
    });

    await world.get(pathOf('cat/one'));
    await world.get(pathOf('cat/two'));

    expect(world.renders).toBe(1);
  });
});
