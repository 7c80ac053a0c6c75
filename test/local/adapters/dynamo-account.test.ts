import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoCursorSecret } from '../../../lambdas/adapters/dynamo-cursor-secret';
import { CURSOR_SECRET_PK, settingsPk } from '../../../lambdas/adapters/dynamo-keys';
import { DynamoSettingsRepository } from '../../../lambdas/adapters/dynamo-settings-repository';
import { DynamoTokenRepository, toTokenItem } from '../../../lambdas/adapters/dynamo-token-repository';
import { DEFAULT_SETTINGS } from '../../../lambdas/core/settings';
import { type Token, tokenHash } from '../../../lambdas/core/token';
import { useDynalite } from '../../support/dynalite/use-dynalite';
import { ACCOUNT, secondsLater } from '../../support/image-fixtures';

const server = useDynalite();

describe('tokens in DynamoDB', () => {
  it.each<Partial<Token>>([{}, { expiresAtSeconds: 1_800_000_000 }])(
    'are found by their hash: %j',
    async (values) => {
      const { client, tableName } = await server.createTable();
      const token: Token = {
        accountId: ACCOUNT,
        name: 'ci',
        permissions: 'read',
        created: '2026-03-01T00:00:00.000Z',
        ...values,
      };
      const item = toTokenItem(token, tokenHash('secret'));
      await client.send(new PutCommand({ TableName: tableName, Item: item }));
      const tokens = new DynamoTokenRepository(client, tableName);

      await expect(tokens.find(tokenHash('secret'))).resolves.toEqual(token);
      await expect(tokens.find('secret')).resolves.toBeUndefined();
      expect(JSON.stringify(item)).not.toContain('secret');
    },
  );
});

describe('account settings in DynamoDB', () => {
  it('are the defaults for an account that has set nothing', async () => {
    const { client, tableName } = await server.createTable();

    await expect(new DynamoSettingsRepository(client, tableName).get('hash')).resolves.toEqual(
      DEFAULT_SETTINGS,
    );
  });

  it('have the variants in a steady order, public first', async () => {
    const { client, tableName } = await server.createTable();
    const variant = { options: { fit: 'cover', metadata: 'none', width: 10 }, neverRequireSignedURLs: false };
    await client.send(
      new PutCommand({
        TableName: tableName,
        Item: { pk: settingsPk('hash'), variants: { zoom: variant, banner: variant, public: variant } },
      }),
    );

    const settings = await new DynamoSettingsRepository(client, tableName).get('hash');

    expect(settings.variants.map(({ id }) => id)).toEqual(['public', 'banner', 'zoom']);
    expect(settings.variants[1]).toEqual({ id: 'banner', ...variant });
    expect(settings.config).toEqual(DEFAULT_SETTINGS.config);
  });

  it('are read each time, or once in a while when they are kept', async () => {
    const { client, tableName } = await server.createTable();
    let now = secondsLater(0);
    const fresh = new DynamoSettingsRepository(client, tableName);
    const kept = new DynamoSettingsRepository(client, tableName, { cacheSeconds: 60, clock: () => now });
    const flexible = async (settings: DynamoSettingsRepository) =>
      (await settings.get('hash')).config.flexible_variants;
    await flexible(kept);
    const config = { flexible_variants: true };
    await client.send(new PutCommand({ TableName: tableName, Item: { pk: settingsPk('hash'), config } }));

    await expect(flexible(fresh)).resolves.toBe(true);
    await expect(flexible(kept)).resolves.toBe(false);

    now = secondsLater(60);
    await expect(flexible(kept)).resolves.toBe(true);
  });
});

describe('the secret of continuation tokens', () => {
  it('is made once, by whoever comes first, and is the same for all', async () => {
    const { client, tableName } = await server.createTable();

    const secrets = await Promise.all(
      Array.from({ length: 5 }, () => new DynamoCursorSecret(client, tableName).get()),
    );

    expect(secrets[0]).toHaveLength(32);
    expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(1);
    await expect(new DynamoCursorSecret(client, tableName).get()).resolves.toEqual(secrets[0]);
  });

  it('is read once for each function', async () => {
    const { client, tableName } = await server.createTable();
    const secret = new DynamoCursorSecret(client, tableName);
    const first = await secret.get();
    await client.send(
      new PutCommand({ TableName: tableName, Item: { pk: CURSOR_SECRET_PK, secret: 'other' } }),
    );

    await expect(secret.get()).resolves.toEqual(first);
  });

  it('is asked for again after a failure', async () => {
    const { client, tableName } = await server.createTable();
    const secret = new DynamoCursorSecret(client, 'missing-table');
    await expect(secret.get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

    await expect(secret.get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: { pk: CURSOR_SECRET_PK } }),
    );
    expect(Item).toBeUndefined();
  });
});
