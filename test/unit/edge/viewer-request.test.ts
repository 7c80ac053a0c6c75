import vm from 'node:vm';
import fc from 'fast-check';
import { edgeFunctionCode } from '../../../lib/edge/edge-function-code';
import { type EdgeRequest, type EdgeResponse, handler } from '../../../lib/edge/viewer-request';

const HASH = 'AcctHashExample-0000_0';
const SIG = 'a'.repeat(64);
const NOW_MS = 1_772_600_767_000;
const AHEAD = String(NOW_MS / 1000 + 60);

beforeEach(() => {
  jest.useFakeTimers({ now: NOW_MS });
});
afterEach(() => {
  jest.useRealTimers();
});

type Query = Record<string, string | readonly string[]>;

const request = (
  rest: string,
  { query = {}, accept, method = 'GET' }: { query?: Query; accept?: string; method?: string } = {},
): EdgeRequest => ({
  method,
  uri: rest.startsWith('/') ? rest : `/${HASH}/${rest}`,
  querystring: Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? { value }
        : { value: value[0] ?? '', multiValue: value.map((one) => ({ value: one })) },
    ]),
  ),
  headers: {
    host: { value: 'images.example.net' },
    ...(accept === undefined ? {} : { accept: { value: accept } }),
  },
});

const run = (...args: Parameters<typeof request>) => handler({ request: request(...args) }) as EdgeRequest;
const uriOf = (rest: string, options?: Parameters<typeof request>[1]) => run(rest, options).uri;
const formatOf = (accept?: string, rest = 'cat/public') =>
  run(rest, accept === undefined ? {} : { accept }).headers['x-image-format']?.value;
const queryOf = (query: Query) => Object.keys(run('cat/public', { query }).querystring);

describe('the accepted format', () => {
  it.each([
    ['image/avif,image/webp,image/apng,image/*,*/*;q=0.8', 'avif'],
    ['image/webp,*/*', 'webp'],
    ['IMAGE/WEBP ; q=0.9, image/png', 'webp'],
    ['image/avif;q=0, image/webp', 'webp'],
    ['image/avif;q=0.000,image/webp;q=0', 'original'],
    ['image/avif;q=0.5', 'avif'],
    ['image/avif-sequence', 'original'],
    ['image/png,image/*;q=0.8,*/*;q=0.5', 'original'],
    ['', 'original'],
    [undefined, 'original'],
  ])('of %s is %s', (accept, expected) => {
    expect(formatOf(accept)).toBe(expected);
  });

  it('is never what a viewer wrote into the header itself', () => {
    const own = request('cat/public', { accept: 'image/webp' });
    own.headers['x-image-format'] = { value: 'avif', multiValue: [{ value: 'avif' }, { value: 'x' }] };

    const result = handler({ request: own }) as EdgeRequest;

    expect(result.headers['x-image-format']).toEqual({ value: 'webp' });
  });

  it.each([
    ['cat/f=jpeg', 'original'],
    ['cat/w=1,format=png', 'original'],
    ['cat/format=webp,w=1', 'original'],
    ['cat/f=auto', 'avif'],
    ['cat/w=1', 'avif'],
    ['format=jpeg/public', 'avif'],
  ])('for %s is %s to a viewer of AVIF', (rest, expected) => {
    expect(formatOf('image/avif', rest)).toBe(expected);
  });
});

describe('the query', () => {
  it('is dropped when it signs nothing', () => {
    expect(queryOf({})).toEqual([]);
    expect(queryOf({ v: '1', utm_source: 'x' })).toEqual([]);
    expect(queryOf({ exp: AHEAD })).toEqual([]);
  });

  it('is kept whole when it may be a signature, because the signature covers it', () => {
    expect(queryOf({ sig: SIG })).toEqual(['sig']);
    expect(queryOf({ exp: AHEAD, sig: SIG })).toEqual(['exp', 'sig']);
    expect(queryOf({ b: '1', exp: AHEAD, a: '2', sig: SIG })).toEqual(['b', 'exp', 'a', 'sig']);
  });

  it.each<[string, Query]>([
    ['expired', { exp: String(NOW_MS / 1000 - 1), sig: SIG }],
    ['expiring this second', { exp: String(NOW_MS / 1000), sig: SIG }],
    ['without a number', { exp: '', sig: SIG }],
    ['negative', { exp: '-1', sig: SIG }],
    ['a fraction', { exp: `${AHEAD}.5`, sig: SIG }],
    ['encoded', { exp: `%3${AHEAD}`, sig: SIG }],
    ['repeated', { exp: [AHEAD, AHEAD], sig: SIG }],
    ['with two signatures', { exp: AHEAD, sig: [SIG, SIG] }],
    ['with a short signature', { exp: AHEAD, sig: SIG.slice(1) }],
    ['with an upper-case signature', { exp: AHEAD, sig: SIG.toUpperCase() }],
    ['with an empty signature', { exp: AHEAD, sig: '' }],
  ])('is dropped when it can grant nothing: %s', (_what, query) => {
    expect(queryOf(query)).toEqual([]);
  });

  it('ends with the clock: the same request is signed before exp and unsigned after', () => {
    const query = { exp: AHEAD, sig: SIG };
    expect(queryOf(query)).toHaveLength(2);

    jest.setSystemTime(NOW_MS + 60_000);

    expect(queryOf(query)).toEqual([]);
  });
});

describe('the path', () => {
  it.each([
    ['cat/public', 'cat/public'],
    ['a/b/public', 'a/b/public'],
    ['a%2Fb/public', 'a/b/public'],
    ['%63%61t/public', 'cat/public'],
    ['%c3%bc%20x/public', '%C3%BC%20x/public'],
    ['ü/public', '%C3%BC/public'],
    ['100%25/public', '100%25/public'],
    ["it's(1)!/public", "it's(1)!/public"],
    ['a+b/public', 'a%2Bb/public'],
  ])('%s becomes %s, the one spelling of its image', (rest, expected) => {
    expect(uriOf(rest)).toBe(`/${HASH}/${expected}`);
  });

  it.each([
    ['cat/h=2,w=1', 'cat/height=2,width=1'],
    ['cat/width=1,h=2', 'cat/height=2,width=1'],
    ['cat/q=9,f=webp,g=left,scq=5', 'cat/format=webp,gravity=left,quality=9,slow-connection-quality=5'],
    ['cat/trim=1;2;3;4,background=%23fff', 'cat/background=%23fff,trim=1;2;3;4'],
    ['cat/w=1,w=2', 'cat/width=1,width=2'],
    ['cat/w', 'cat/w'],
    ['cat/constructor=1', 'cat/constructor=1'],
    ['cat/=1,', 'cat/,=1'],
  ])('%s becomes %s, its options in one order', (rest, expected) => {
    expect(uriOf(rest)).toBe(`/${HASH}/${expected}`);
  });

  it('is left as it was signed', () => {
    const query = { exp: AHEAD, sig: SIG };

    const uris = ['a%2Fb/public', '%63at/h=2,w=1', 'ü/public'].map((rest) => uriOf(rest, { query }));

    expect(uris).toEqual(['a%2Fb/public', '%63at/h=2,w=1', 'ü/public'].map((rest) => `/${HASH}/${rest}`));
  });

  it('does not change when it is canonical', () => {
    const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(id, fc.constantFrom('public', 'w=1,h=2', 'f=webp,q=3,w=9'), (text, last) => {
        let encoded: string;
        try {
          encoded = encodeURIComponent(text);
        } catch {
          return;
        }
        const once = run(`${encoded}/${last}`);
        if (!('uri' in once)) return;

        expect(uriOf(once.uri)).toBe(once.uri);
      }),
    );
  });

  it.each([
    '/',
    '/favicon.ico',
    `/${HASH}`,
    `/${HASH}/cat`,
    `/${HASH}/cat/`,
    `/${HASH}//public`,
    '/short/cat/public',
    `/${HASH.replace('A', '%41')}/cat/public`,
    `/${HASH}/%zz/public`,
    `/${HASH}/%ff/public`,
    `/${HASH}/../public`,
    `/${HASH}/%2e%2e/public`,
    `/${HASH}/a/./public`,
    `/${HASH}/a//b/public`,
    `/${HASH}/a%2F/public`,
  ])('%s is refused at the edge', (path) => {
    const answer = handler({ request: request(path) }) as EdgeResponse;

    expect(answer).toMatchObject({
      statusCode: 403,
      headers: { 'cf-resized': { value: 'err=9426' }, 'cache-control': { value: 'no-store' } },
      body: { encoding: 'text', data: expect.stringMatching(/^ERROR 9426: /) },
    });
  });

  it('answers a preflight itself', () => {
    const answer = handler({ request: request('cat/public', { method: 'OPTIONS' }) }) as EdgeResponse;

    expect(answer).toMatchObject({
      statusCode: 204,
      headers: { 'access-control-allow-origin': { value: '*' } },
    });
  });
});

describe('the deployed code', () => {
  const code = edgeFunctionCode('viewer-request');

  it('fits into what CloudFront takes, and uses nothing that its runtime lacks', () => {
    expect(Buffer.byteLength(code)).toBeLessThan(10_240);
    expect(code).not.toMatch(/\b(?:import|export|require|class|of|hasOwn)\b|\?\.|\.\.\.|\?\?|module/);
    expect(code).not.toMatch(/(?<!\$)\{[a-z_]\w*[,}]/i);
  });

  it('answers as the tested module does', () => {
    const deployed = (given: EdgeRequest) =>
      JSON.parse(
        vm.runInNewContext(`${code};JSON.stringify(handler({request:JSON.parse(given)}))`, {
          given: JSON.stringify(given),
          Date: { now: () => NOW_MS },
        }),
      );
    const requests: Parameters<typeof request>[] = [
      ['a%2Fb/h=2,w=1', { query: { v: '1' }, accept: 'image/avif' }],
      ['cat/public', { query: { exp: AHEAD, sig: SIG } }],
      ['cat/public', { query: { exp: '1', sig: SIG }, accept: 'image/webp' }],
      ['/nothing', {}],
      ['cat/public', { method: 'OPTIONS' }],
    ];

    for (const args of requests) {
      expect(deployed(request(...args))).toEqual(
        JSON.parse(JSON.stringify(handler({ request: request(...args) }))),
      );
    }
  });
});
