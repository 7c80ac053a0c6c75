import { imageIdOf } from '../../../lambdas/http/path';

describe('the image id of a path', () => {
  it('is taken as it was decoded, and never decoded again', () => {
    expect(imageIdOf({ pathParameters: { image_id: 'a/b%20c/100%' } })).toBe('a/b%20c/100%');
  });

  it('is not found on a route without one', () => {
    expect(() => imageIdOf({ pathParameters: {} })).toThrow('Image not found');
  });
});
