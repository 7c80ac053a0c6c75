import * as fc from 'fast-check';
import { matchesWildcard } from '../../../local/iam/wildcard';
import { mustEnd } from '../../support/must-end';

test.each([
  ['arn:aws:s3:::staging/staging/*', 'arn:aws:s3:::staging/staging/hash/key.nonce', true],
  ['arn:aws:s3:::staging/staging/*', 'arn:aws:s3:::staging/staging', false],
  ['arn:aws:s3:::staging/staging/*', 'arn:aws:s3:::staging/stagingx/key', false],
  ['arn:aws:s3:::staging', 'arn:aws:s3:::staging/key', false],
  ['s3:Get*', 's3:GetObject', true],
  ['s3:Get*', 's3:PutObject', false],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*a*b', 'xxaxxbxb', true],
  ['*a*b', 'xxaxxbxc', false],
  ['a.c', 'abc', false],
  ['(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', false],
])('pattern %p against %p is %p', (pattern, value, expected) => {
  expect(matchesWildcard(pattern, value)).toBe(expected);
});

test('a pattern of stars is decided for a long value that almost matches', () => {
  const matched = mustEnd(() => matchesWildcard(`${'*a'.repeat(50)}b`, 'a'.repeat(20_000)));

  expect(matched).toBe(false);
});

test('agrees with a regular expression of the same meaning', () => {
  const symbols = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 }).map((all) => all.join(''));
  const values = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 10 }).map((all) => all.join(''));

  fc.assert(
    fc.property(symbols, values, (pattern, value) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
      return matchesWildcard(pattern, value) === expression.test(value);
    }),
  );
});
