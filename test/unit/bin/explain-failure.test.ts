import { OperatorError, UsageError } from '../../../bin/errors';
import { explainFailure } from '../../../bin/explain-failure';

const USAGE = 'Usage: how the command is called';

const named = (name: string, message = 'as AWS says it') => Object.assign(new Error(message), { name });
const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('A failure', () => {
  test('of the command line is shown with the usage', () => {
    expect(explainFailure(new UsageError('--account: give the account id'), USAGE)).toMatch(
      /^--account: give the account id\n\nUsage: how/,
    );
  });

  test('that an operator can mend is one line', () => {
    expect(explainFailure(new OperatorError('There is no stack X'), USAGE)).toBe('There is no stack X');
  });

  test.each([
    [named('CredentialsProviderError'), /credentials could not be found \(as AWS says it\)/],
    [named('AccessDenied'), /may not do this: as AWS says it/],
    [named('AccessDeniedException'), /may not do this/],
    [named('ExpiredToken'), /expired: sign in again/],
    [named('ExpiredTokenException'), /expired/],
    [new Error('Region is missing'), /AWS_REGION/],
    [refused, /local service does not answer/],
    [new Error('request failed', { cause: refused }), /local service does not answer/],
    [new AggregateError([new Error('other'), refused]), /local service does not answer/],
  ])('of the surroundings says what to do: %s', (error, message) => {
    const explanation = explainFailure(error, USAGE);

    expect(explanation).toMatch(message);
    expect(explanation).not.toContain('\n');
  });

  test('that nobody foresaw keeps its stack', () => {
    expect(explainFailure(new TypeError('undefined is not a function'), USAGE)).toMatch(
      /TypeError: .*\n\s+at /,
    );
    expect(explainFailure('just text', USAGE)).toBe('just text');
  });
});
