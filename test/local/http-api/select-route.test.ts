import { parseRoutePath, selectRoute } from '../../../local/http-api/select-route';

const routes = (...keys: string[]) => keys.map((key) => ({ key, ...parseRoutePath(key, 'Route') }));
const select = (keys: string[], method: string, path: string) => {
  const selected = selectRoute(routes(...keys), method, path);
  return selected && { key: selected.route.key, ...selected.pathParameters };
};

// The example of the developer guide, "Routing API requests".
const documented = [
  'GET /pets/dog/1',
  'GET /pets/dog/{id}',
  'GET /pets/{proxy+}',
  'ANY /{proxy+}',
  '$default',
];

describe('route selection of an HTTP API', () => {
  it.each([
    ['GET', '/pets/dog/1', { key: 'GET /pets/dog/1' }],
    ['GET', '/pets/dog/2', { key: 'GET /pets/dog/{id}', id: '2' }],
    ['GET', '/pets/cat/1', { key: 'GET /pets/{proxy+}', proxy: 'cat/1' }],
    ['POST', '/test/5', { key: 'ANY /{proxy+}', proxy: 'test/5' }],
    ['GET', '/', { key: '$default' }],
  ])('%s %s', (method, path, expected) => {
    expect(select(documented, method, path)).toEqual(expected);
  });

  it('prefers the method to ANY on the same path', () => {
    expect(select(['ANY /a/{id}', 'GET /a/{id}'], 'GET', '/a/1')).toEqual({ key: 'GET /a/{id}', id: '1' });
    expect(select(['ANY /a/{id}', 'GET /a/{id}'], 'PUT', '/a/1')).toEqual({ key: 'ANY /a/{id}', id: '1' });
  });

  it('matches nothing without a default route', () => {
    expect(select(['GET /a'], 'GET', '/b')).toBeUndefined();
    expect(select(['GET /a'], 'POST', '/a')).toBeUndefined();
    expect(select(['GET /a'], 'GET', '/a/')).toBeUndefined();
    expect(select(['GET /a/{id}'], 'GET', '/a/')).toBeUndefined();
    expect(select(['GET /a/{rest+}'], 'GET', '/a')).toBeUndefined();
  });

  it('keeps the slashes of a greedy variable', () => {
    expect(select(['GET /a/{rest+}'], 'GET', '/a/b//c/')).toEqual({ key: 'GET /a/{rest+}', rest: 'b//c/' });
  });

  it('refuses a greedy variable that is not last', () => {
    expect(() => parseRoutePath('GET /{a+}/b', 'Route')).toThrow(/must come last/);
  });

  it('finds a path variable called as a property of every object', () => {
    expect(select(['GET /{__proto__x}/{constructor}'], 'GET', '/a/b')).toMatchObject({ constructor: 'b' });
  });
});
