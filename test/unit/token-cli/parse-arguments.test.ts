import { UsageError } from '../../../bin/errors';
import { parseArguments } from '../../../bin/token/parse-arguments';

const now = new Date('2026-03-01T12:00:00Z');
const parse = (line: string) => parseArguments(line.split(' ').filter(Boolean), now);

describe('The command line', () => {
  test('creates a token that may do everything and does not end, in the stack DirectUpload', () => {
    expect(parse('create --account acme --name ci')).toEqual({
      command: { action: 'create', accountId: 'acme', name: 'ci', permissions: 'edit' },
      target: { kind: 'stack', stackName: 'DirectUpload' },
    });
  });

  test('takes permissions, expiry and another stack', () => {
    expect(parse('create --account acme --name ci --permissions read --expires 1d --stack Pictures')).toEqual(
      {
        command: {
          action: 'create',
          accountId: 'acme',
          name: 'ci',
          permissions: 'read',
          expiresAtSeconds: now.getTime() / 1000 + 86_400,
        },
        target: { kind: 'stack', stackName: 'Pictures' },
      },
    );
  });

  test('lists, in the local service', () => {
    expect(parse('list --local --account local')).toEqual({
      command: { action: 'list', accountId: 'local' },
      target: { kind: 'local' },
    });
  });

  test('revokes by name or by id', () => {
    expect(parse('revoke --account acme --name ci').command).toMatchObject({ by: { name: 'ci' } });
    expect(parse('revoke --account acme --id 0123456789ab').command).toMatchObject({
      by: { id: '0123456789ab' },
    });
  });

  test.each([
    ['', /create, list or revoke/],
    ['delete --account a', /delete: give create/],
    ['constructor --account a', /constructor: give create/],
    ['list', /--account: give/],
    ['list --account a/b', /--account a\/b: use/],
    ['list --account a --name b', /--name: list has no such option/],
    ['list --account a --local --stack b', /either --stack or --local/],
    ['list extra --account a', /extra: not understood/],
    ['list --account a --verbose', /--verbose/],
    ['list --account', /--account/],
    ['create --account a', /--name: give the token a name/],
    ['create --account a --name b --permissions admin', /--permissions admin: give read or edit/],
    ['create --account a --name b --expires soon', /--expires soon/],
    ['create --account a --name b --id 0123456789ab', /--id: create has no such option/],
    ['revoke --account a', /either --name or --id/],
    ['revoke --account a --name b --id 0123456789ab', /either --name or --id/],
    ['revoke --account a --id %', /--id %: give an id/],
    ['revoke --account a --id 01', /--id 01: give an id/],
  ])('%p is refused, saying why', (line, message) => {
    expect(() => parse(line)).toThrow(UsageError);
    expect(() => parse(line)).toThrow(message);
  });

  test.each(['', ' padded ', 'two\nlines', 'x'.repeat(101)])('a token cannot be called %p', (name) => {
    expect(() => parseArguments(['create', '--account', 'a', '--name', name], now)).toThrow(
      /--name: use 1 to 100/,
    );
  });
});
