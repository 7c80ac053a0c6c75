import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { settingsPk } from '../../../lambdas/adapters/dynamo-keys';
import { DynamoSigningKeyRepository } from '../../../lambdas/adapters/dynamo-signing-key-repository';
import { useDynalite } from '../../support/dynalite/use-dynalite';
import { describeSigningKeys } from '../../support/ports/signing-keys-behaviour';

const server = useDynalite();

const setUp = async () => {
  const { client, tableName } = await server.createTable();
  return { client, tableName, keys: new DynamoSigningKeyRepository(client, tableName) };
};

describe('signing keys in DynamoDB', () => {
  describeSigningKeys(async () => (await setUp()).keys);

  it('are all kept when several are put at once', async () => {
    const { keys } = await setUp();

    await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => keys.change('hash', (stored) => [...stored, { name, value: name }])),
    );

    expect((await keys.list('hash')).map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are never in the item of the settings, which more functions read', async () => {
    const { client, tableName, keys } = await setUp();

    await keys.change('hash', () => [{ name: 'default', value: 'secret' }]);

    const Key = { pk: settingsPk('hash') };
    expect((await client.send(new GetCommand({ TableName: tableName, Key }))).Item).toBeUndefined();
  });
});
