import {
  deliveryBusy,
  originalMissing,
  renderingFailed,
} from '../../../lambdas/core/delivery/delivery-error';
import { DeliveryWorld, pathOf, SVG_FILE } from '../../support/delivery/delivery-world';
import { draftOf } from '../../support/image-fixtures';

let world: DeliveryWorld;

beforeEach(async () => {
  world = new DeliveryWorld();
  await world.publish('cat');
  await world.publish('private', { requireSignedURLs: true });
  await world.publish('drawing', { file: SVG_FILE });
  await world.images.createDraft(draftOf({ id: 'draft' }));
});

const flexible = () => world.set({ config: { flexible_variants: true } });

describe('a refused delivery', () => {
  it.each([
    ['an unknown image', 'dog/public', 404, 9431, 'Image not found'],
    ['a draft', 'draft/public', 404, 9431, 'Image not found'],
    ['an unknown variant', 'cat/poster', 404, 9431, 'Variant not found'],
    ['a variant named like a property', 'cat/constructor', 404, 9431, 'Variant not found'],
    ['broken encoding', '%zz/public', 403, 9426, 'The URL is not valid percent-encoding'],
    ['no variant', 'cat', 403, 9426, 'The URL must be /<account hash>/<image id>/<variant>'],
    [
      'options while they are off',
      'cat/w=1',
      403,
      9429,
      'Flexible variants are not enabled for this account',
    ],
    ['a private image', 'private/public', 403, 9425, 'Image access denied'],
  ])('for %s says why', async (_what, rest, status, code, message) => {
    const { statusCode, headers, body } = await world.get(pathOf(rest));

    expect([statusCode, body.toString()]).toEqual([status, `ERROR ${code}: ${message}`]);
    expect(headers).toEqual({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'cf-resized': `err=${code}`,
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    });
  });

  it.each([
    ['a wrong option', 'cat/w=0', 400, 9401],
    ['an enlargement beyond bounds', 'cat/w=12000,h=12000,fit=cover,format=json', 403, 9413],
    ['an SVG as pixels', 'drawing/format=png', 415, 9412],
    ['options on a private image', 'private/w=1', 403, 9425],
    ['options on a private image, however wrong', 'private/w=1,format=json', 403, 9425],
  ])('for %s has its own code', async (_what, rest, status, code) => {
    await flexible();

    const { statusCode, headers } = await world.get(pathOf(rest));

    expect([statusCode, headers['cf-resized']]).toEqual([status, `err=${code}`]);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])(
    'for %s names the methods there are',
    async (method) => {
      const { statusCode, headers } = await world.get(pathOf('cat/public'), { method });

      expect([statusCode, headers['allow']]).toEqual([405, 'GET, HEAD']);
    },
  );

  it('for a fault of ours says nothing about it, and logs everything', async () => {
    world.rendering = () => Promise.reject(new Error('/var/task secret'));

    const { statusCode, body } = await world.get(pathOf('cat/public'));

    expect([statusCode, body.toString()]).toEqual([500, 'ERROR 9523: Internal error']);
    expect(world.log).toEqual([
      [
        'error',
        'Delivery failed',
        expect.objectContaining({ code: 9523, error: new Error('/var/task secret') }),
      ],
    ]);
    expect(world.metrics).toContain('DeliveryFaults');
  });

  it.each([
    ['a missing original', originalMissing, 404, 9404],
    ['a failed rendering', renderingFailed, 500, 9516],
  ])('for %s counts as a fault', async (_what, failure, status, code) => {
    const error = failure();
    world.rendering = () => Promise.reject(error);

    const { statusCode, headers } = await world.get(pathOf('cat/public'));

    expect([statusCode, headers['cf-resized']]).toEqual([status, `err=${code}`]);
    expect(world.log).toMatchObject([['error', 'Delivery failed', { code, error }]]);
    expect(world.metrics).toEqual(['DeliveryFaults']);
  });

  it('for throttling is one that the edge soon forgets, and counts as no fault', async () => {
    world.rendering = () => Promise.reject(deliveryBusy());

    const { statusCode, headers } = await world.get(pathOf('cat/public'));

    expect([statusCode, headers['cf-resized']]).toEqual([503, 'err=9522']);
    expect(world.log).toMatchObject([['warn', 'Delivery refused', { code: 9522 }]]);
    expect(world.metrics).toEqual(['DeliveriesRefused']);
  });

  it('logs no signature', async () => {
    await world.get(pathOf('private/public'), { query: `exp=1893456000&sig=${'a'.repeat(64)}` });

    expect(JSON.stringify(world.log)).not.toContain('aaaa');
    expect(world.metrics).toEqual(['DeliveriesRefused']);
  });

  it('touches no stored byte', async () => {
    for (const rest of ['dog/public', 'cat/poster', 'cat/w=1', 'private/public', 'private/w=1']) {
      await world.get(pathOf(rest));
    }

    expect(world.objects.calls).toEqual([]);
  });
});
