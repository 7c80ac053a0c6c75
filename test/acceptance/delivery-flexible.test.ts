import { photograph } from '../support/files/fixture';
import { poll } from '../support/poll';
import { call } from './client/api';
import { deliver, inspect, publish, variantUrl } from './client/deliver';
import { deployment } from './client/deployment';
import type { Image } from './client/images';

const caller = deployment.settings;
const configure = (change: Record<string, unknown>) =>
  call<Record<string, unknown>>('/v1/config', {
    method: 'PATCH',
    caller,
    body: JSON.stringify(change),
    headers: { 'content-type': 'application/json' },
  });

let image: Image;

beforeAll(async () => {
  image = await publish({ bytes: photograph('photo.jpg') }, {}, caller);
});

afterAll(() => configure({ flexible_variants: false }));

test('Flexible variants are refused until they are switched on', async () => {
  await configure({ flexible_variants: false });

  const answer = await deliver(variantUrl(image, 'w=100'));

  expect(answer.status).toBe(403);
  expect(answer.text).toMatch(/^ERROR 9429: /);
});

describe('Flexible variants, switched on', () => {
  beforeAll(async () => {
    const answer = await configure({ flexible_variants: true });
    expect(answer.envelope().result).toMatchObject({ flexible_variants: true });
    await poll(
      () => deliver(variantUrl(image, 'w=99')),
      ({ status }) => status === 200,
    );
  });

  test.each<[string, Record<string, unknown>]>([
    ['w=400', { width: 400, height: 267 }],
    ['width=400,height=100,fit=cover', { width: 400, height: 100 }],
    ['h=100', { width: 150, height: 100 }],
    ['w=100,dpr=2', { width: 200 }],
    ['w=100,h=100,fit=pad,background=%23ff0000', { width: 100, height: 100 }],
    ['w=100,h=50,fit=squeeze', { width: 100, height: 50 }],
    ['w=3000', { width: 1280, height: 853 }],
    ['w=2000,fit=scale-up', { width: 2000 }],
    ['w=100,rotate=90', { width: 100, height: 150 }],
    ['w=100,format=png', { width: 100, format: 'png' }],
    ['w=100,f=webp,q=40', { width: 100, format: 'webp' }],
    ['trim=100;0;0;200,w=2000', { width: 1080, height: 753 }],
  ])('deliver %s', async (options, expected) => {
    const answer = await deliver(variantUrl(image, options));

    expect(answer.status).toBe(200);
    expect(await inspect(answer)).toMatchObject(expected);
  });

  test('describe a picture as JSON', async () => {
    const answer = await deliver(variantUrl(image, 'w=400,format=json'));

    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(JSON.parse(answer.text)).toMatchObject({
      width: 400,
      height: 267,
      original: { width: 1280, height: 853 },
    });
  });

  test('are the same in any order and spelling', async () => {
    const answers = await Promise.all(
      ['w=120,h=80,fit=cover', 'fit=cover,height=80,width=120'].map((o) => deliver(variantUrl(image, o))),
    );

    expect(answers[0]?.headers.get('etag')).toBe(answers[1]?.headers.get('etag'));
  });

  test.each([
    'w=0',
    'w=-1',
    'w=abc',
    'w=12001',
    'colour=red',
    'w=100,segment=foreground',
    'w=100,q=101',
    'w=100,blur=251',
    'fit=cover,fit=pad',
    'rotate=45,w=10',
  ])('refuse what they do not know: %s', async (options) => {
    const answer = await deliver(variantUrl(image, options));

    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/^ERROR 9401: /);
    expect(answer.headers.get('cf-resized')).toBe('err=9401');
  });

  test('do not enlarge without bounds', async () => {
    const answer = await deliver(variantUrl(image, 'w=12000,fit=scale-up'));

    expect([400, 403]).toContain(answer.status);
  });

  test('never show a private picture', async () => {
    const hidden = await publish({ bytes: photograph('photo.jpg') }, { requireSignedURLs: 'true' }, caller);

    expect((await deliver(variantUrl(hidden, 'w=100'))).status).toBe(403);
  });
});

test('The account sets how long browsers keep pictures', async () => {
  const answer = await configure({ browser_ttl: 7_200 });

  expect(answer.envelope().result).toMatchObject({ browser_ttl: 7_200 });
  const fresh = await publish({ bytes: photograph('photo.webp') }, {}, caller);
  expect((await deliver(variantUrl(fresh, 'public'))).headers.get('cache-control')).toContain('max-age=7200');
  await configure({ browser_ttl: 172_800 });
});
