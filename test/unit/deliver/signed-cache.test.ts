import fc from 'fast-check';
import { type EdgeRequest, handler as edge } from '../../../lib/edge/viewer-request';
import { DeliveryWorld, pathOf, SIGNING_KEY, signedQuery } from '../../support/delivery/delivery-world';
import type { Streamed } from '../../support/delivery/streaming';
import { NOW, NOW_SECONDS } from '../../support/image-fixtures';

const PATH = pathOf('private/public');

/**
 * CloudFront with the worst cache that its key allows: it keeps every 200 for ever, whatever lifetime it was told. What
 * is refused here is refused by any cache that follows the cache policy.
 */
class EverlastingEdge {
  readonly #kept = new Map<string, Streamed>();

  constructor(private readonly world: DeliveryWorld) {}

  async get(
    path: string,
    query: string,
    method = 'GET',
    headers: Record<string, string> = {},
  ): Promise<number> {
    jest.setSystemTime(this.world.now);
    const request = edge({ request: viewerRequest(path, query, method) });
    if (!('uri' in request)) return request.statusCode;
    const sent = toQuery(request);
    const format = request.headers['x-image-format']?.value ?? '';
    const key = JSON.stringify([request.uri, format, sent]);
    const kept = this.#kept.get(key);
    if (kept) return kept.statusCode;
    const answer = await this.world.get(request.uri, {
      query: sent,
      method,
      headers: { ...headers, 'x-image-format': format },
    });
    if (answer.statusCode === 200) this.#kept.set(key, answer);
    return answer.statusCode;
  }
}

const viewerRequest = (path: string, query: string, method: string): EdgeRequest => {
  const values = new Map<string, string[]>();
  for (const part of query.split('&').filter(Boolean)) {
    const [name = '', value = ''] = part.split('=');
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const querystring = Object.fromEntries(
    [...values].map(([name, [value = '', ...more]]) => [
      name,
      more.length > 0 ? { value, multiValue: [value, ...more].map((one) => ({ value: one })) } : { value },
    ]),
  );
  return { method, uri: path, querystring, headers: {} };
};

const toQuery = ({ querystring }: EdgeRequest): string =>
  Object.entries(querystring)
    .flatMap(([name, { value, multiValue }]) =>
      (multiValue ?? [{ value }]).map((one) => `${name}=${one.value}`),
    )
    .join('&');

const setUp = async () => {
  const world = new DeliveryWorld();
  await world.publish('private', { requireSignedURLs: true });
  await world.setKeys({ name: 'default', value: SIGNING_KEY });
  return { world, edge: new EverlastingEdge(world) };
};

beforeEach(() => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Every query that somebody may try who has seen the signed one. */
const attempts = (signed: string): string[] => {
  const [exp = '', sig = ''] = signed.split('&');
  return [
    '',
    exp,
    sig,
    `${sig}&${sig}`,
    `${exp}&${exp}&${sig}`,
    `${exp.replace(/\d$/, '9')}&${sig}`,
    `exp=99999999999&${sig}`,
    `exp=&${sig}`,
    `exp=-1&${sig}`,
    `${exp}.0&${sig}`,
    `${exp}&${sig.toUpperCase()}`,
    `${exp}&${sig.slice(0, -1)}`,
    `${exp}&${sig.replace(/.$/, '')}x`,
    `${exp}&sig=${'0'.repeat(64)}`,
    `${exp}&x=1&${sig}`,
    `x=1&${exp}&${sig}`,
    `${exp}&%73ig${sig.slice(3)}`,
  ];
};

describe('a cache that holds the answer of a signed URL', () => {
  it('gives it to that URL and to no other', async () => {
    const { edge: cache } = await setUp();
    const signed = signedQuery(PATH, `exp=${NOW_SECONDS + 60}`);
    expect(await cache.get(PATH, signed)).toBe(200);

    for (const query of attempts(signed)) {
      expect([query, await cache.get(PATH, query)]).toEqual([query, 403]);
      expect(await cache.get(PATH, query, 'HEAD')).toBe(403);
      expect(await cache.get(PATH, query, 'GET', { range: 'bytes=0-1' })).toBe(403);
      expect(await cache.get(PATH, query, 'GET', { 'if-none-match': '*' })).toBe(403);
    }
    expect(await cache.get(PATH, signed)).toBe(200);
  });

  it('gives it to nobody from the second in which the URL ends', async () => {
    const { world, edge: cache } = await setUp();
    const signed = signedQuery(PATH, `exp=${NOW_SECONDS + 60}`);
    await cache.get(PATH, signed);

    world.now = new Date((NOW_SECONDS + 60) * 1000 - 1);
    expect(await cache.get(PATH, signed)).toBe(200);
    world.now = new Date((NOW_SECONDS + 60) * 1000);
    expect(await cache.get(PATH, signed)).toBe(403);
  });

  it('gives it for no other spelling of the path', async () => {
    const { edge: cache } = await setUp();
    const signed = signedQuery(PATH, `exp=${NOW_SECONDS + 60}`);
    await cache.get(PATH, signed);

    for (const path of [
      PATH.replace('private', '%70rivate'),
      PATH.replace('public', 'thumbnail'),
      `${PATH}/`,
      PATH.replace('private', 'x/../private'),
    ]) {
      expect(await cache.get(path, signed)).toBeGreaterThanOrEqual(403);
    }
  });

  it('never shows a private image to a request that is not signed at that moment, in any history', async () => {
    const step = fc.record({
      wait: fc.constantFrom(0, 0, 0, 10, 31, 61),
      exp: fc.constantFrom(undefined, 30, 60, 120),
      key: fc.constantFrom(SIGNING_KEY, 'another key'),
      variant: fc.constantFrom('public', 'thumbnail'),
      signedFor: fc.constantFrom('public', 'thumbnail'),
      method: fc.constantFrom('GET', 'HEAD'),
      unsigned: fc.boolean(),
    });

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { world, edge: cache } = await setUp();
        let seconds = 0;
        for (const { wait, exp, key, variant, signedFor, method, unsigned } of steps) {
          seconds += wait;
          world.now = new Date((NOW_SECONDS + seconds) * 1000);
          const parameters = exp === undefined ? '' : `exp=${NOW_SECONDS + exp}`;
          const query = unsigned ? parameters : signedQuery(pathOf(`private/${signedFor}`), parameters, key);
          const allowed =
            !unsigned && key === SIGNING_KEY && variant === signedFor && (exp === undefined || exp > seconds);

          const status = await cache.get(pathOf(`private/${variant}`), query, method);

          expect(status).toBe(allowed ? 200 : 403);
        }
      }),
      { numRuns: 60 },
    );
  });
});
