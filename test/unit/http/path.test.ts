import { imageIdOf } from '../../../lambdas/http/path';

describe('the image id of a path', () => {
  it('is taken as the gateway decoded it, and never decoded again', () => {
    expect(imageIdOf({ pathParameters: { image_id: 'a/b%20c/100%' } })).toBe('a/b%20c/100%');
  });

  it.each([undefined, {}])('is not found on a route without one', (pathParameters) => {
    expect(() => imageIdOf(pathParameters ? { pathParameters } : {})).toThrow('Image not found');
  });
});
