import { ResourceNotFoundException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { toDraftItem } from '../../../lambdas/adapters/dynamo-image-item';
import { DynamoImageRepository } from '../../../lambdas/adapters/dynamo-image-repository';
import { refOf } from '../../../lambdas/core/keys';
import { draftOf, NOW, publishedOf, unsentEventOf } from '../../support/image-fixtures';

const dynamo = mockClient(DynamoDBDocumentClient);
const images = new DynamoImageRepository(dynamo as unknown as DynamoDBDocumentClient, 'table');

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'no',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const conditionFailed = () => cancelled('ConditionalCheckFailed', 'None');
const draft = draftOf({ creator: 'creator-0' });

beforeEach(() => {
  dynamo.reset();
});

describe('images in DynamoDB when a write fails', () => {
  it('starts publishing over with the new creator each time it was edited in between', async () => {
    dynamo
      .on(TransactWriteCommand)
      .rejectsOnce(conditionFailed())
      .rejectsOnce(conditionFailed())
      .resolves({});
    dynamo
      .on(GetCommand)
      .resolvesOnce({ Item: toDraftItem({ ...draft, creator: 'creator-1' }) })
      .resolvesOnce({ Item: toDraftItem({ ...draft, creator: 'creator-2' }) });

    await expect(images.publish(draft, publishedOf(draft))).resolves.toBe('published');

    const creators = dynamo
      .commandCalls(TransactWriteCommand)
      .map(({ args }) => args[0].input.TransactItems?.[0]?.Update?.ExpressionAttributeValues?.[':creator']);
    expect(creators).toEqual(['creator-0', 'creator-1', 'creator-2']);
  });

  it('gives up, so that the queue tries again, when the creator never stops changing', async () => {
    dynamo.on(TransactWriteCommand).rejects(conditionFailed());
    dynamo.on(GetCommand).resolves({ Item: toDraftItem(draft) });

    await expect(images.publish(draft, publishedOf(draft))).rejects.toThrow(/was edited 5 times/);
  });

  it('publishes again when another transaction touched the count at the same moment', async () => {
    dynamo
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('None', 'TransactionConflict'))
      .rejectsOnce(cancelled('None', 'TransactionConflict'))
      .resolves({});

    await expect(images.publish(draft, publishedOf(draft))).resolves.toBe('published');
  });

  it('does not take a cancelled transaction for a lost race when it was something else', async () => {
    const error = cancelled('None', 'ThrottlingError');
    dynamo.on(TransactWriteCommand).rejects(error);

    await expect(images.publish(draft, publishedOf(draft))).rejects.toBe(error);
  });

  it('passes on whatever is not a failed condition', async () => {
    const error = new ResourceNotFoundException({ message: 'no table', $metadata: {} });
    dynamo
      .on(UpdateCommand)
      .rejects(error)
      .on(PutCommand)
      .rejects(error)
      .on(TransactWriteCommand)
      .rejects(error);

    await expect(images.createDraft(draft, NOW)).rejects.toBe(error);
    await expect(images.publish(draft, publishedOf(draft))).rejects.toBe(error);
    await expect(
      images.recordRefusal(draft, { code: 5455, message: 'no' }, unsentEventOf('aa')),
    ).rejects.toBe(error);
  });

  it('writes drafts and images only under their condition', async () => {
    dynamo.on(UpdateCommand).resolves({}).on(PutCommand).resolves({}).on(TransactWriteCommand).resolves({});

    await images.createDraft(draft, NOW);
    await images.publish(draft, publishedOf(draft));
    await images.recordRefusal(draft, { code: 5455, message: 'no' }, unsentEventOf('aa'));
    await images.markEventSent(refOf(draft), 'aa');

    const conditions = dynamo
      .calls()
      .map(({ args }) => args[0].input as TransactWriteCommandInput & { ConditionExpression?: string })
      .map((input) => input.ConditionExpression ?? input.TransactItems?.[0]?.Update?.ConditionExpression);
    expect(conditions).toEqual([
      'attribute_not_exists(pk) OR (draft = :true AND expiresAtSeconds <= :nowSeconds)',
      'draft = :true AND nonce = :nonce AND creator = :creator',
      'draft = :true AND nonce = :nonce',
      'unsentEvent.id = :eventId',
    ]);
  });
});
