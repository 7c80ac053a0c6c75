import { DynamoSettingsEditor } from '../../../lambdas/adapters/dynamo-settings-editor';
import { DynamoSettingsRepository } from '../../../lambdas/adapters/dynamo-settings-repository';
import { useDynalite } from '../../support/dynalite/use-dynalite';
import { describeSettings } from '../../support/ports/settings-behaviour';

const server = useDynalite();

const setUp = async () => {
  const { client, tableName } = await server.createTable();
  return {
    settings: new DynamoSettingsRepository(client, tableName),
    editor: new DynamoSettingsEditor(client, tableName),
  };
};

describe('settings in DynamoDB', () => {
  describeSettings(setUp);

  it('lose no field when configuration and variants change at once', async () => {
    const { settings, editor } = await setUp();

    await Promise.all([
      editor.changeConfig('hash', { flexible_variants: true }),
      editor.changeConfig('hash', { browser_ttl: 3600 }),
      editor.removeVariant('hash', 'thumbnail'),
      editor.changeVariant('hash', 'public', { options: { fit: 'pad', metadata: 'none', width: 3 } }),
    ]);

    expect(await settings.get('hash')).toEqual({
      variants: [
        { id: 'public', options: { fit: 'pad', metadata: 'none', width: 3 }, neverRequireSignedURLs: false },
      ],
      config: { flexible_variants: true, browser_ttl: 3600 },
    });
  });
});
