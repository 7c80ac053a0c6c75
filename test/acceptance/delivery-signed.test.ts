import { setTimeout as sleep } from 'node:timers/promises';
import { photograph } from '../support/files/fixture';
import { longEnough } from '../support/long-enough';
import { poll } from '../support/poll';
import { call } from './client/api';
import { type Delivered, deliver, inspect, publish, variantUrl } from './client/deliver';
import { deployment } from './client/deployment';
import type { Image } from './client/images';
import { sign } from './client/sign';

const caller = deployment.settings;
let image: Image;
let other: Image;
let key: string;
let url: string;

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600;

const expectDenied = (answer: Delivered): void => {
  expect(answer.status).toBe(403);
  expect(answer.text).toMatch(/^ERROR 9425: /);
  expect(answer.headers.get('cache-control')).toBe('no-store');
};

beforeAll(async () => {
  const { keys } = (
    await call<{ keys: { name: string; value: string }[] }>('/v1/keys', { caller })
  ).envelope().result;
  key = keys.find(({ name }) => name === 'default')?.value ?? '';
  const file = { bytes: photograph('photo.jpg') };
  image = await publish(file, { requireSignedURLs: 'true' }, caller);
  other = await publish(file, { requireSignedURLs: 'true' }, caller);
  url = variantUrl(image, 'public');
});

describe('A private picture', () => {
  test.each([
    ['with an end', () => sign(url, key, inAnHour())],
    ['without an end', () => sign(url, key)],
    ['with other parameters that were signed too', () => sign(`${url}?user=ada&z=1`, key, inAnHour())],
  ])('is delivered to a signed URL %s', async (_what, make) => {
    const answer = await deliver(make());

    expect(answer.status).toBe(200);
    expect((await inspect(answer)).width).toBeGreaterThan(0);
  });

  test('is kept by caches no longer than its URL lives, and by no shared one without asking', async () => {
    const { headers } = await deliver(sign(url, key, Math.floor(Date.now() / 1000) + 600));

    const maxAge = Number(/max-age=(\d+)/.exec(headers.get('cache-control') ?? '')?.[1]);
    expect(maxAge).toBeGreaterThan(0);
    expect(maxAge).toBeLessThanOrEqual(600);
  });

  test.each<[string, () => string]>([
    ['no signature', () => url],
    ['an empty signature', () => `${url}?sig=`],
    ['another key', () => sign(url, 'another-key', inAnHour())],
    ['an end in the past', () => sign(url, key, Math.floor(Date.now() / 1000) - 1)],
    [
      'the signature of another picture',
      () => sign(variantUrl(other, 'public'), key, inAnHour()).replace(other.id, image.id),
    ],
    [
      'the signature of another variant',
      () => sign(variantUrl(image, 'thumbnail'), key, inAnHour()).replace('/thumbnail', '/public'),
    ],
    ['a later end', () => sign(url, key, inAnHour()).replace(/exp=\d+/, `exp=${inAnHour() + 9_999}`)],
    ['its end taken away', () => sign(url, key, inAnHour()).replace(/exp=\d+&/, '')],
    ['a parameter added', () => `${sign(url, key, inAnHour())}&user=eve`],
    ['its parameters in another order', () => sign(`${url}?a=1&b=2`, key).replace('a=1&b=2', 'b=2&a=1')],
    [
      'its signature in capitals',
      () => sign(url, key).replace(/sig=(.*)/, (_, sig: string) => `sig=${sig.toUpperCase()}`),
    ],
    ['half of its signature', () => sign(url, key).slice(0, -32)],
    ['two signatures', () => `${sign(url, key)}&sig=00`],
    ['an end that is no number', () => sign(`${url}?exp=never`, key)],
    ['two ends', () => sign(`${url}?exp=${inAnHour()}&exp=1`, key)],
  ])('is refused to a URL with %s', async (_what, make) => {
    expectDenied(await deliver(make()));
  });

  test('is refused to others after a signed URL filled the caches', async () => {
    const signed = sign(url, key, inAnHour());
    await deliver(signed);
    await deliver(signed);

    expectDenied(await deliver(url));
    expectDenied(await deliver(signed.replace(/exp=\d+/, 'exp=9999999999')));
    expectDenied(await deliver(`${url}?sig=${new URL(signed).searchParams.get('sig')}`));
  });

  test('is refused once its URL has ended, also by a cache that has it', async () => {
    await deliver(sign(url, key));
    const { signed, end, before } = await longEnough(2_000, async (lifeMs) => {
      const endSeconds = Math.ceil((Date.now() + lifeMs) / 1000);
      const address = sign(url, key, endSeconds);
      const answer = await deliver(address);
      const isInTime = Date.now() < endSeconds * 1000;
      return isInTime ? { signed: address, end: endSeconds * 1000, before: answer } : undefined;
    });

    await sleep(end - Date.now() + 1_000);

    expect(before.status).toBe(200);
    expectDenied(await deliver(signed));
  });

  test('is refused by conditions and parts too', async () => {
    const etag = (await deliver(sign(url, key))).headers.get('etag') ?? '';

    expectDenied(await deliver(url, { 'if-none-match': etag }));
    expectDenied(await deliver(url, { range: 'bytes=0-9' }));
    expect((await deliver(url, {}, 'HEAD')).status).toBe(403);
  });
});

test('A signed URL of a deleted key is refused soon after', async () => {
  const name = `gone${Date.now().toString(36)}`;
  const { keys } = (
    await call<{ keys: { name: string; value: string }[] }>(`/v1/keys/${name}`, { method: 'PUT', caller })
  ).envelope().result;
  const signed = sign(url, keys.find((candidate) => candidate.name === name)?.value ?? '', inAnHour());
  expect((await deliver(signed)).status).toBe(200);

  await call(`/v1/keys/${name}`, { method: 'DELETE', caller });

  expectDenied(
    await poll(
      () => deliver(signed),
      ({ status }) => status !== 200,
    ),
  );
});

test('A public picture needs no signature', async () => {
  const open = await publish({ bytes: photograph('photo.webp') }, {}, caller);

  expect((await deliver(variantUrl(open, 'public'))).status).toBe(200);
});
