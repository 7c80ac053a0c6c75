import { matchResource } from '../../../lambdas/http/match-resource';
import { ACCOUNT_ROUTES, accountRouteKey, ROUTES } from '../../../lambdas/http/routes';

const keyOf = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;
const withoutAccount = ROUTES.filter(({ path }) => !path.startsWith('/client/v4'));

describe('the routes without an account', () => {
  it('are the images and nothing else: no settings, keys or tokens', () => {
    expect(withoutAccount.map(keyOf).sort()).toEqual([
      'DELETE /images/v1/{image_id+}',
      'GET /images/v1',
      'GET /images/v1/{image_id+}',
      'GET /images/v2',
      'PATCH /images/v1/{image_id+}',
      'POST /images/v1',
      'POST /images/v2/direct_upload',
    ]);
  });

  it('are each answered by the handler of the route with one, in the same function', () => {
    for (const route of withoutAccount) {
      const twin = ACCOUNT_ROUTES.find((other) => keyOf(other) === accountRouteKey(keyOf(route)));

      expect(twin?.function).toBe(route.function);
    }
  });

  it('tell their methods too', () => {
    expect(matchResource('/images/v2')?.methods).toEqual(['GET']);
    expect(matchResource('/images/v1/a/b')?.methods).toEqual(['DELETE', 'GET', 'PATCH']);
  });
});

describe('the key of a handler', () => {
  it('is the key of the route itself when that names an account', () => {
    for (const route of ACCOUNT_ROUTES) expect(accountRouteKey(keyOf(route))).toBe(keyOf(route));
  });
});
