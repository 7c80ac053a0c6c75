import { checkCreator } from '../../../lambdas/core/creator';

describe('the creator of an image', () => {
  it.each([undefined, null, ''])('is nobody for %j', (creator) => {
    expect(checkCreator(creator)).toBeUndefined();
  });

  it('may be 1,024 characters of anything', () => {
    expect(checkCreator('🐈'.repeat(1024))).toBe('🐈'.repeat(1024));
  });

  it.each(['\ud800', 'a\udc00b'])('is refused when it is not Unicode text: %j', (creator) => {
    expect(() => checkCreator(creator)).toThrow('creator must be well-formed Unicode');
  });

  it('is refused with one more', () => {
    expect(() => checkCreator('x'.repeat(1025))).toThrow('creator must not be longer than 1024 characters');
  });
});
