import { UsageError } from '../../../bin/errors';
import { parseSignArguments } from '../../../bin/sign/parse-arguments';
import { NOW, NOW_SECONDS } from '../../support/image-fixtures';

const URL_TO_SIGN = 'https://images.example.net/hash/cat/public';
const parse = (...argv: string[]) => parseSignArguments(argv, NOW);

describe('npm run sign', () => {
  it.each([
    [[], NOW_SECONDS + 3600],
    [['--expires', '90s'], NOW_SECONDS + 90],
    [['--expires', '15m'], NOW_SECONDS + 900],
    [['--expires', '7d'], NOW_SECONDS + 604_800],
    [['--expires', 'never'], undefined],
  ])('with %j ends at %s', (options, expiresAtSeconds) => {
    expect(parse(URL_TO_SIGN, ...options).expiresAtSeconds).toBe(expiresAtSeconds);
  });

  it('takes a key', () => {
    expect(parse(URL_TO_SIGN, '--key', 'secret')).toMatchObject({ url: URL_TO_SIGN, key: 'secret' });
  });

  it.each([
    [[], 'Give one delivery URL'],
    [['no url'], 'no url is no URL'],
    [[URL_TO_SIGN, 'another'], 'Give one delivery URL'],
    [[URL_TO_SIGN, '--expires', '0m'], '--expires 0m: give a duration such as 15m'],
    [[URL_TO_SIGN, '--expires', 'soon'], '--expires soon: give a duration such as 15m'],
    [[URL_TO_SIGN, '--nonsense'], "'--nonsense'"],
  ])('says what is wrong with %j', (argv, message) => {
    expect(() => parse(...argv)).toThrow(UsageError);
    expect(() => parse(...argv)).toThrow(message);
  });
});
