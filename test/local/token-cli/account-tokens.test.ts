import { DynamoAccountTokens } from '../../../bin/token/account-tokens';
import { DynamoTokenRepository } from '../../../lambdas/adapters/dynamo-token-repository';
import { type Token, tokenHash } from '../../../lambdas/core/token';
import { useDynalite } from '../../support/dynalite/use-dynalite';

const server = useDynalite();

const token = (name: string, accountId = 'acme', created = '2026-03-01T12:00:00.000Z'): Token => ({
  accountId,
  name,
  permissions: 'edit',
  created,
});

const setUp = async () => {
  const { client, tableName } = await server.createTable();
  return {
    operator: new DynamoAccountTokens(client, tableName),
    controlApi: new DynamoTokenRepository(client, tableName),
  };
};

describe('Tokens made by the token command', () => {
  test('are known to the control API from then on, until they are revoked', async () => {
    const { operator, controlApi } = await setUp();
    const hash = tokenHash('dut_x');

    await operator.add(token('ci'), hash);
    const known = await controlApi.find(hash);
    await operator.remove(hash);
    const afterwards = await controlApi.find(hash);

    expect(known).toEqual(token('ci'));
    expect(afterwards).toBeUndefined();
  });

  test('are listed oldest first, for their own account only', async () => {
    const { operator } = await setUp();
    await operator.add(token('second', 'acme', '2026-03-02T00:00:00.000Z'), tokenHash('2'));
    await operator.add(token('first', 'acme', '2026-03-01T00:00:00.000Z'), tokenHash('1'));
    await operator.add(token('foreign', 'other'), tokenHash('3'));

    const listed = await operator.list('acme');

    expect(listed.map(({ name, hash }) => [name, hash])).toEqual([
      ['first', tokenHash('1')],
      ['second', tokenHash('2')],
    ]);
  });

  test('are listed in full however many there are', async () => {
    const { operator } = await setUp();
    // A page of the index ends at one megabyte; long names fill more than one.
    const names = Array.from({ length: 12 }, (_, index) => `${index} ${'x'.repeat(100_000)}`);
    for (const name of names) await operator.add(token(name), tokenHash(name));

    const listed = await operator.list('acme');

    expect(new Set(listed.map(({ name }) => name))).toEqual(new Set(names));
  });

  test('never overwrite each other', async () => {
    const { operator, controlApi } = await setUp();
    await operator.add(token('ci'), tokenHash('x'));

    const second = operator.add(token('thief', 'other'), tokenHash('x'));

    await expect(second).rejects.toThrow('conditional request failed');
    await expect(controlApi.find(tokenHash('x'))).resolves.toMatchObject({ name: 'ci' });
  });
});
