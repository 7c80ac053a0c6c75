import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { DynamoSettingsEditor } from '../../../lambdas/adapters/dynamo-settings-editor';
import { DynamoSigningKeyRepository } from '../../../lambdas/adapters/dynamo-signing-key-repository';
import { DynamoWebhookRepository } from '../../../lambdas/adapters/dynamo-webhook-repository';
import type { Variant } from '../../../lambdas/core/variant';

const dynamo = mockClient(DynamoDBDocumentClient);
const client = dynamo as unknown as DynamoDBDocumentClient;
const settings = new DynamoSettingsEditor(client, 'table');
const signingKeys = new DynamoSigningKeyRepository(client, 'table');
const webhooks = new DynamoWebhookRepository(client, 'table');

/** The condition failed on the only try, or on one that the SDK made because the first had no answer. */
const failed = (attempts: number) =>
  new ConditionalCheckFailedException({ message: 'no', $metadata: { attempts } });
const HERO: Variant = {
  id: 'hero',
  options: { width: 320, fit: 'scale-down', metadata: 'none' },
  neverRequireSignedURLs: false,
};
const { id: _id, ...STORED_HERO } = HERO;
const KEY = { name: 'backend', value: 'k' };

beforeEach(() => {
  dynamo.reset();
});

describe('a variant whose write was sent twice', () => {
  it('is added when it is there as it was sent', async () => {
    dynamo.on(UpdateCommand).rejects(failed(2));
    dynamo.on(GetCommand).resolves({ Item: { variants: { hero: STORED_HERO } } });

    await expect(settings.addVariant('hash', HERO)).resolves.toBeUndefined();
  });

  it.each([
    ['another one has its id', 2, { options: { width: 640 }, neverRequireSignedURLs: false }],
    ['it was sent once', 1, STORED_HERO],
  ])('is taken when %s', async (_why, attempts, stored) => {
    dynamo.on(UpdateCommand).rejects(failed(attempts));
    dynamo.on(GetCommand).resolves({ Item: { variants: { hero: stored } } });

    await expect(settings.addVariant('hash', HERO)).rejects.toMatchObject({ code: 'already-exists' });
  });

  it.each([
    ['is removed when it is gone after two tries', 2, true],
    ['was not there when it is gone after one', 1, false],
  ])('%s', async (_what, attempts, removed) => {
    dynamo
      .on(UpdateCommand)
      .rejects(failed(attempts))
      .on(GetCommand)
      .resolves({ Item: { variants: {} } });

    await expect(settings.removeVariant('hash', 'hero')).resolves.toBe(removed);
  });
});

describe('signing keys whose write was sent twice', () => {
  const changes: number[] = [];
  const add = (keys: readonly (typeof KEY)[]) => {
    changes.push(keys.length);
    return [...keys, KEY];
  };
  beforeEach(() => {
    changes.length = 0;
  });

  it('are changed once when what was sent is what is stored', async () => {
    dynamo.on(UpdateCommand).rejects(failed(2));
    dynamo
      .on(GetCommand)
      .resolvesOnce({ Item: {} })
      .resolves({ Item: { keys: [KEY], version: 1 } });

    await expect(signingKeys.change('hash', add)).resolves.toEqual([KEY]);
    expect(changes).toEqual([0]);
  });

  it('are changed anew when somebody else was faster', async () => {
    const other = { name: 'other', value: 'o' };
    dynamo.on(UpdateCommand).rejectsOnce(failed(2)).resolves({});
    dynamo
      .on(GetCommand)
      .resolvesOnce({ Item: {} })
      .resolves({ Item: { keys: [other], version: 1 } });

    await expect(signingKeys.change('hash', add)).resolves.toEqual([other, KEY]);
    expect(changes).toEqual([0, 1]);
  });
});

describe('a webhook whose write was sent twice', () => {
  it.each([
    ['is removed when its condition failed on the second try', 2, true],
    ['was not there when it failed on the first', 1, false],
  ])('%s', async (_what, attempts, removed) => {
    dynamo.on(UpdateCommand).rejects(failed(attempts));

    await expect(webhooks.remove('hash', 'id')).resolves.toBe(removed);
  });
});
