import { DomainError } from '../../../lambdas/core/errors';
import { matchResource } from '../../../lambdas/http/match-resource';
import { pathParameter } from '../../../lambdas/http/path-parameter';

const getOf = (path: string) => {
  const resource = matchResource(path);
  return { method: 'GET', resource, pathParameters: resource?.pathParameters ?? {} };
};

describe('a variable of the path', () => {
  it('is returned as it was decoded, and never decoded again', () => {
    expect(pathParameter(getOf('/images/v1/a/b%2520c%2F100%25'), 'image_id')).toBe('a/b%20c/100%');
  });

  it('is a fault of ours, and nothing that was not found, on a route without it', () => {
    const read = () => pathParameter(getOf('/images/v1/cat'), 'variant_id');

    expect(read).toThrow('GET /images/v1/{image_id+} has no path parameter variant_id');
    expect(read).not.toThrow(DomainError);
  });
});
