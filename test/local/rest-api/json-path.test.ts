import { jsonPath } from '../../../local/rest-api/json-path';

const document = { a: { 'b-c': [1, { d: null }] }, 'x y': 2, list: [{ n: 1 }, { n: 2 }, {}] };

describe('JSONPath of $input', () => {
  it.each([
    ['$', document],
    ['$.a.b-c[0]', 1],
    ["$['x y']", 2],
    ['$["a"]["b-c"][1].d', null],
    ['$.list[*].n', [1, 2]],
    ['$.list.*.n', [1, 2]],
    ['$.none', undefined],
    ['$.none.deeper', undefined],
    ['$.list[9]', undefined],
    ['$.constructor', undefined],
    ['$.a.__proto__', undefined],
  ])('%s', (path, expected) => {
    expect(jsonPath(document, path)).toEqual(expected);
  });

  it.each(['a.b', '$..n', '$.list[?(@.n)]', '$.list[-1]', '$.'])('does not know %s', (path) => {
    expect(() => jsonPath(document, path)).toThrow(/JSONPath/);
  });
});
