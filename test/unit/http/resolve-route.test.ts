import { methodsOf } from '../../../lambdas/http/resolve-route';
import { ROUTES } from '../../../lambdas/http/routes';

const images = '/client/v4/accounts/a1/images';

describe('the methods of a path', () => {
  it.each([
    [`${images}/v2/direct_upload`, 'POST'],
    [`${images}/v2`, 'GET'],
    [`${images}/v1/some/id with spaces/and\nlines`, 'DELETE'],
    [`${images}/v1/cat`, 'GET'],
  ])('%s has %s', (path, method) => {
    expect(methodsOf(path)).toContain(method);
  });

  it.each([
    '/',
    '/client/v4',
    images,
    `${images}/v1/`,
    `${images}/v1//`,
    `${images}/v1///a`,
    `${images}/v1/a/`,
    `${images}/v3`,
    '/client/v4/accounts/a/b/images/v2',
    `/x${images}/v2`,
  ])('%s has none', (path) => {
    expect(methodsOf(path)).toEqual([]);
  });

  it('are each named once', () => {
    for (const { path } of ROUTES) {
      const methods = methodsOf(path);

      expect(methods).toEqual([...new Set(methods)]);
      expect(methods).not.toEqual([]);
    }
  });
});
