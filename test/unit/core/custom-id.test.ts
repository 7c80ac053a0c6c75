import { checkCustomId } from '../../../lambdas/core/custom-id';
import { DomainError } from '../../../lambdas/core/errors';

const refusalOf = (id: string): DomainError => {
  try {
    checkCustomId(id);
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error(`${id} was accepted`);
};

describe('custom image ids', () => {
  it.each([
    'cat',
    'a/b/c',
    'users/42/avatar.png',
    'v1.2',
    'user.name',
    'example.com',
    '.hidden',
    'ends.',
    'a b',
    'ünï/cødé/猫',
    '🐈',
    'keys2',
    'my/keys',
    'variantsx/a',
    'blob',
    'a/Blob',
    'a/blob/b',
    '{11111111-2222-4333-8444-555555555555}',
    'photo.JPEG',
    'a..b',
    '#1',
    'a?b',
    '100%',
    'a%2Fb',
    '%2e%2e/a',
    'a/blob',
    'constructor',
    '猫'.repeat(1024),
    '🐈'.repeat(768),
  ])('accepts %s', (id) => {
    expect(() => checkCustomId(id)).not.toThrow();
  });

  it.each([
    ['', 'Must not be empty'],
    ['x'.repeat(1025), 'Must not be longer than 1024 characters'],
    ['🐈'.repeat(769), 'Must not be longer than 9216 bytes when it is percent-encoded'],
    ['11111111-2222-4333-8444-555555555555', 'Must not be UUID'],
    ['ABCDEF01-2222-4333-8444-555555555555', 'Must not be UUID'],
    ['/a', 'Must not start or end with a slash'],
    ['a/', 'Must not start or end with a slash'],
    ['a//b', 'Must not contain an empty subpath, "." or ".."'],
    ['../a', 'Must not contain an empty subpath, "." or ".."'],
    ['a/../b', 'Must not contain an empty subpath, "." or ".."'],
    ['a/.', 'Must not contain an empty subpath, "." or ".."'],
    ['a\u0000b', 'Must not contain control characters or text that is not UTF-8'],
    ['a\nb', 'Must not contain control characters or text that is not UTF-8'],
    ['a\u007f', 'Must not contain control characters or text that is not UTF-8'],
    ['a\ud800', 'Must not contain control characters or text that is not UTF-8'],
    ['page.html', 'Must not use a non-image file name extension'],
    ['a/PAGE.HTML', 'Must not use a non-image file name extension'],
    ['archive.tar.gz', 'Must not use a non-image file name extension'],
  ])('refuses %j with the reason', (id, reason) => {
    const error = refusalOf(id);

    expect(error.code).toBe('invalid-custom-id');
    expect(error.message).toMatch(/^The Custom ID is invalid\. .*Enter a new Custom ID and try again: /);
    expect(error.message.endsWith(`try again: ${reason}`)).toBe(true);
  });

  it.each(['keys', 'stats', 'variants', 'config', 'batch_token', 'direct_upload', 'keys/a', 'variants/a/b'])(
    'refuses %s, which is the path of another resource',
    (id) => {
      expect(refusalOf(id).message).toContain('Must not be the path of another resource');
    },
  );
});
