import { matchesWildcards } from '../../../local/gateway/matches-wildcards';

describe('wildcards of policies and path patterns', () => {
  it.each([
    ['*', '', true],
    ['*', 'a/b', true],
    ['a*c', 'abbbc', true],
    ['a*c', 'abbb', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['/images/*.jp?g', '/images/a/b.jpeg', true],
    ['/images/*.jp?g', '/images/a/b.jpg', false],
    ['a.c', 'abc', false],
    ['', '', true],
    ['', 'a', false],
  ])('%s matches %s: %s', (pattern, value, expected) => {
    expect(matchesWildcards(pattern, value)).toBe(expected);
  });

  it('stays fast on a pattern made to explode', () => {
    const started = performance.now();

    const matched = matchesWildcards(`${'*a'.repeat(40)}*b`, 'a'.repeat(5_000));

    expect(matched).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
