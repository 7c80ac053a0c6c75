import { deliveryBusy, outputTooLarge, renderingFailed } from '../../../lambdas/core/delivery/delivery-error';
import { DeliveryWorld, pathOf } from '../../support/delivery/delivery-world';
import { secondsLater } from '../../support/image-fixtures';

let world: DeliveryWorld;

beforeEach(async () => {
  world = new DeliveryWorld();
  await world.publish('cat');
  world.objects.calls.length = 0;
});

const PUBLIC = pathOf('cat/public');

describe('delivering a derivative', () => {
  it('computes it once, keeps it, and finds it from then on', async () => {
    const answers = [await world.get(PUBLIC), await world.get(PUBLIC)];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(answers.map(({ body }) => body.toString())).toEqual(Array(2).fill('original jpeg 1366 original'));
    expect(answers[1]?.headers).toEqual(answers[0]?.headers);
    expect(world.renders).toBe(1);
    expect(world.metrics).toEqual(['DerivativeMisses', 'RenderMilliseconds', 'DerivativeHits']);
  });

  it('looks for the derivative before it reads the original', async () => {
    await world.get(PUBLIC);
    await world.get(PUBLIC);

    expect(world.objects.calls.map((call) => call.replace(/derived\/.*/, 'derived'))).toEqual([
      'open derived',
      'read images/cat',
      'keep derived',
      'open derived',
    ]);
  });

  it('says everything a browser and a cache need', async () => {
    const { headers } = await world.get(PUBLIC);

    expect(headers).toEqual({
      'content-type': 'image/webp',
      'content-length': '27',
      'content-disposition': "inline; filename*=UTF-8''cat.webp",
      'cache-control': 'public, max-age=172800, stale-while-revalidate=7200',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      vary: 'Accept',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
  });

  it.each(['avif', 'webp', 'original'])('renders for the format that the edge found: %s', async (format) => {
    const { body } = await world.get(PUBLIC, { headers: { 'x-image-format': format } });

    expect(body.toString()).toBe(`original jpeg 1366 ${format}`);
  });

  it('does not trust a format header that no edge wrote', async () => {
    const { body } = await world.get(PUBLIC, { headers: { 'x-image-format': 'svg' } });

    expect(body.toString()).toBe('original jpeg 1366 original');
  });

  it('shares one computation between simultaneous requests', async () => {
    let finish = () => {};
    world.rendering = () => new Promise((resolve) => (finish = resolve));

    const requests = Array.from({ length: 5 }, () => world.get(PUBLIC));
    while (world.objects.calls.length < 6) await new Promise(setImmediate);
    await new Promise(setImmediate);
    finish();
    const answers = await Promise.all(requests);

    expect(new Set(answers.map(({ body }) => body.toString())).size).toBe(1);
    expect(world.renders).toBe(1);
    expect(world.objects.calls.filter((call) => call.startsWith('keep'))).toHaveLength(1);
  });

  it('answers although the derivative cannot be kept, and says so in the log', async () => {
    world.objects.keeping = () => Promise.reject(new Error('S3'));

    const { statusCode, body } = await world.get(PUBLIC);

    expect([statusCode, body.toString()]).toEqual([200, 'original jpeg 1366 original']);
    expect(world.log).toEqual([['error', 'Derivative could not be kept', { error: new Error('S3') }]]);
  });

  it('ends the answer only when the derivative is kept: the process freezes then', async () => {
    let kept = false;
    world.objects.keeping = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      kept = true;
    };

    await world.get(PUBLIC);
    expect(kept).toBe(true);

    kept = false;
    await world.get(pathOf('cat/thumbnail'), { method: 'HEAD' });
    expect(kept).toBe(true);
  });

  it('starts over after a failed computation', async () => {
    world.rendering = () => Promise.reject(new Error('out of luck'));
    const failed = await world.get(PUBLIC);
    world.rendering = async () => undefined;

    const answer = await world.get(PUBLIC);

    expect([failed.statusCode, answer.statusCode]).toEqual([500, 200]);
  });
});

describe('a derivative that cannot be rendered', () => {
  const failing = () => Promise.reject(renderingFailed());

  it('is not tried again within an hour, whoever asks', async () => {
    world.rendering = failing;
    await world.get(PUBLIC);
    world.now = secondsLater(3599);

    const again = [
      await world.get(PUBLIC),
      await world.get(PUBLIC, { query: `sig=${'a'.repeat(64)}` }),
      await world.get(PUBLIC, { method: 'HEAD' }),
    ];

    expect(again.map(({ statusCode, headers }) => [statusCode, headers['cf-resized']])).toEqual(
      Array(3).fill([500, 'err=9516']),
    );
    expect(world.renders).toBe(1);
  });

  it('is tried again after an hour, and then kept like any other', async () => {
    world.rendering = failing;
    await world.get(PUBLIC);
    world.rendering = async () => undefined;
    world.now = secondsLater(3600);

    const answers = [await world.get(PUBLIC), await world.get(PUBLIC)];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(world.renders).toBe(2);
  });

  it('is left alone for another hour when it fails again', async () => {
    world.rendering = failing;
    await world.get(PUBLIC);
    world.now = secondsLater(3600);
    await world.get(PUBLIC);
    world.now = secondsLater(7199);

    await world.get(PUBLIC);

    expect(world.renders).toBe(2);
  });

  it('hides no other derivative of the image', async () => {
    world.rendering = failing;
    await world.get(PUBLIC);
    world.rendering = async () => undefined;

    const { statusCode } = await world.get(pathOf('cat/thumbnail'));

    expect(statusCode).toBe(200);
  });

  it('is not remembered when it was only refused, or storage was busy', async () => {
    for (const error of [outputTooLarge('much'), deliveryBusy()]) {
      world.rendering = () => Promise.reject(error);
      await world.get(PUBLIC);
    }

    expect(world.renders).toBe(2);
    expect(world.objects.failures.size).toBe(0);
  });

  it('is logged with both reasons when it cannot be remembered', async () => {
    const [cause, unkept] = [new Error('no such codec'), new Error('S3')];
    world.rendering = () => Promise.reject(renderingFailed({ cause }));
    world.objects.keepFailure = () => Promise.reject(unkept);

    const { statusCode } = await world.get(PUBLIC);

    expect(statusCode).toBe(500);
    expect(world.log).toMatchObject([
      ['error', 'Delivery failed', { error: { cause: { errors: [{ cause }, unkept] } } }],
    ]);
  });
});

describe('asking again', () => {
  it.each([
    ['the ETag', (etag: string) => etag],
    ['a weak form of it', (etag: string) => `W/${etag}`],
    ['a list with it', (etag: string) => `"other", ${etag}`],
    ['a star', () => '*'],
  ])('with %s gives 304 without touching storage', async (_what, make) => {
    const { headers } = await world.get(PUBLIC);
    world.objects.calls.length = 0;

    const again = await world.get(PUBLIC, { headers: { 'if-none-match': make(headers['etag'] ?? '') } });

    expect([again.statusCode, again.body.length]).toEqual([304, 0]);
    expect(again.headers).toMatchObject({
      etag: headers['etag'],
      'cache-control': headers['cache-control'],
      vary: 'Accept',
    });
    expect(world.objects.calls).toEqual([]);
  });

  it('with another ETag gives the image', async () => {
    const { statusCode } = await world.get(PUBLIC, { headers: { 'if-none-match': '"other"' } });

    expect(statusCode).toBe(200);
  });

  it('gives 304 for no image that one may not see', async () => {
    await world.publish('private', { requireSignedURLs: true });

    const { statusCode } = await world.get(pathOf('private/public'), { headers: { 'if-none-match': '*' } });

    expect(statusCode).toBe(403);
  });

  it('gives a new ETag for each format, variant and content', async () => {
    await world.publish('dog', { file: { ...(await world.publish('x')).file, sha256: 'cd'.repeat(32) } });

    const answers = await Promise.all([
      world.get(PUBLIC),
      world.get(PUBLIC, { headers: { 'x-image-format': 'avif' } }),
      world.get(pathOf('cat/thumbnail')),
      world.get(pathOf('dog/public')),
    ]);

    expect(new Set(answers.map(({ headers }) => headers['etag'])).size).toBe(4);
  });
});

describe('HEAD', () => {
  it('has the headers of GET and no body, found or computed', async () => {
    const first = await world.get(PUBLIC, { method: 'HEAD' });
    const second = await world.get(PUBLIC, { method: 'HEAD' });
    const get = await world.get(PUBLIC);

    expect([first.body.length, second.body.length]).toEqual([0, 0]);
    expect(first.headers).toEqual(get.headers);
    expect(second.headers).toEqual(get.headers);
    expect(world.renders).toBe(1);
  });

  it('ignores a range', async () => {
    const { statusCode } = await world.get(PUBLIC, { method: 'HEAD', headers: { range: 'bytes=0-1' } });

    expect(statusCode).toBe(200);
  });
});

describe('a range', () => {
  it.each([
    ['bytes=0-7', 'original', 'bytes 0-7/27'],
    ['bytes=9-12', 'jpeg', 'bytes 9-12/27'],
  ])('%s is sent from a fresh derivative and from a kept one', async (range, text, contentRange) => {
    const answers = [
      await world.get(PUBLIC, { headers: { range } }),
      await world.get(PUBLIC, { headers: { range } }),
    ];

    for (const { statusCode, body, headers } of answers) {
      expect([statusCode, body.toString()]).toEqual([206, text]);
      expect(headers).toMatchObject({ 'content-range': contentRange, 'content-length': String(text.length) });
    }
  });

  it('outside the image is refused with its length', async () => {
    const answers = [
      await world.get(PUBLIC, { headers: { range: 'bytes=27-30' } }),
      await world.get(PUBLIC, { headers: { range: 'bytes=27-30' } }),
    ];

    for (const { statusCode, headers } of answers) {
      expect([statusCode, headers['content-range']]).toEqual([416, 'bytes */27']);
    }
  });

  it('is kept to when If-Range names this version, and ignored for another', async () => {
    const { headers } = await world.get(PUBLIC);
    const ask = (ifRange: string) =>
      world.get(PUBLIC, { headers: { range: 'bytes=0-1', 'if-range': ifRange } });

    const [same, other] = [await ask(headers['etag'] ?? ''), await ask('"other"')];

    expect([same.statusCode, other.statusCode]).toEqual([206, 200]);
  });
});
