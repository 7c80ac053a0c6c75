import { spanOf, wantedRange } from '../../../lambdas/http/byte-range';

const ETAG = '"version"';

describe('the range a request asks for', () => {
  it.each(['bytes=0-0', 'bytes=5-', 'bytes=-5', 'bytes=0-99999'])('is taken from %s', (range) => {
    expect(wantedRange(range, '', ETAG)).toBe(range);
  });

  it.each([
    '',
    'bytes=',
    'bytes=-',
    'bytes=5-4',
    'bytes=0-1,3-4',
    'items=0-1',
    'bytes = 0-1',
    'bytes=a-b',
    `bytes=${'9'.repeat(16)}-`,
  ])('is everything for %p', (range) => {
    expect(wantedRange(range, '', ETAG)).toBeUndefined();
  });

  it('is everything when If-Range names another version, or a weak tag or a date', () => {
    const ask = (ifRange: string) => wantedRange('bytes=0-1', ifRange, ETAG);

    expect([ETAG, '"other"', `W/${ETAG}`, 'Wed, 04 Mar 2026 05:06:07 GMT'].map(ask)).toEqual([
      'bytes=0-1',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the span of a range', () => {
  it.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=2-5', { first: 2, last: 5 }],
    ['bytes=8-', { first: 8, last: 9 }],
    ['bytes=8-100', { first: 8, last: 9 }],
    ['bytes=-3', { first: 7, last: 9 }],
    ['bytes=-100', { first: 0, last: 9 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=10-12', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
  ])('%s of ten bytes is %j', (range, expected) => {
    expect(spanOf(range, 10)).toEqual(expected);
  });

  it('of nothing is never satisfiable', () => {
    expect(['bytes=0-', 'bytes=0-0', 'bytes=-1'].map((range) => spanOf(range, 0))).toEqual(
      Array(3).fill('unsatisfiable'),
    );
  });
});
