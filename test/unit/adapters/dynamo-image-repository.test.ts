import {
  ConditionalCheckFailedException,
  ResourceNotFoundException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { publishedAttributes, toDraftItem } from '../../../lambdas/adapters/dynamo-image-item';
import { DynamoImageRepository } from '../../../lambdas/adapters/dynamo-image-repository';
import type { PublishedImage } from '../../../lambdas/core/image';
import { refOf } from '../../../lambdas/core/keys';
import { draftOf, publishedOf, unsentEventOf } from '../../support/image-fixtures';

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
const itemOf = (image: PublishedImage) => ({
  ...toDraftItem(draft),
  draft: undefined,
  nonce: undefined,
  ...publishedAttributes(image, image.creator),
});

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

    await expect(images.createDraft(draft)).rejects.toBe(error);
    await expect(images.publish(draft, publishedOf(draft))).rejects.toBe(error);
    await expect(
      images.recordRefusal(draft, { code: 5455, message: 'no' }, unsentEventOf('aa')),
    ).rejects.toBe(error);
  });

  it('starts over when a transaction touches the same item, which the SDK takes for the end', async () => {
    const conflict = new TransactionConflictException({ message: 'ongoing', $metadata: {} });
    dynamo.on(UpdateCommand).rejectsOnce(conflict).rejectsOnce(conflict).resolves({});
    dynamo.on(DeleteCommand).rejectsOnce(conflict).resolves({});

    await images.recordRefusal(draft, { code: 5455, message: 'no' }, unsentEventOf('aa'));
    await images.cancelDraft(draft);

    expect(dynamo.commandCalls(UpdateCommand)).toHaveLength(3);
    expect(dynamo.commandCalls(DeleteCommand)).toHaveLength(2);
  });

  it('throws a conflict that does not end', async () => {
    const conflict = new TransactionConflictException({ message: 'ongoing', $metadata: {} });
    dynamo.on(UpdateCommand).rejects(conflict);

    await expect(images.markEventSent(refOf(draft), 'aa')).rejects.toBe(conflict);
  });

  describe('whose first answer was lost, so that the SDK sent it again', () => {
    const itsOwnResult = new ConditionalCheckFailedException({ message: 'no', $metadata: { attempts: 2 } });

    it('stores a draft', async () => {
      dynamo
        .on(PutCommand)
        .rejects(itsOwnResult)
        .on(GetCommand)
        .resolves({ Item: toDraftItem(draft) });

      await expect(images.createDraft(draft)).resolves.toEqual(draft);
    });

    it('deletes a draft', async () => {
      dynamo.on(DeleteCommand).rejects(itsOwnResult);
      dynamo
        .on(GetCommand)
        .resolvesOnce({ Item: toDraftItem(draft) })
        .resolves({});

      await expect(images.delete(refOf(draft))).resolves.toEqual(draft);
    });

    it('does not take a draft for deleted that was published meanwhile', async () => {
      dynamo.on(DeleteCommand).rejects(itsOwnResult).on(TransactWriteCommand).resolves({});
      const published = publishedOf(draft);
      dynamo
        .on(GetCommand)
        .resolvesOnce({ Item: toDraftItem(draft) })
        .resolves({ Item: itemOf(published) });

      await expect(images.delete(refOf(draft))).resolves.toEqual(published);
      expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(1);
    });
  });

  it('writes drafts and images only under their condition', async () => {
    dynamo.on(UpdateCommand).resolves({}).on(PutCommand).resolves({}).on(TransactWriteCommand).resolves({});

    await images.createDraft(draft);
    await images.createDraft(draft, draft);
    await images.publish(draft, publishedOf(draft));
    await images.recordRefusal(draft, { code: 5455, message: 'no' }, unsentEventOf('aa'));
    await images.markEventSent(refOf(draft), 'aa');

    const conditions = dynamo
      .calls()
      .map(({ args }) => args[0].input as TransactWriteCommandInput & { ConditionExpression?: string })
      .map((input) => input.ConditionExpression ?? input.TransactItems?.[0]?.Update?.ConditionExpression);
    expect(conditions).toEqual([
      'attribute_not_exists(pk)',
      'attribute_not_exists(pk) OR (draft = :true AND nonce = :nonce)',
      'draft = :true AND nonce = :nonce AND creator = :creator',
      'draft = :true AND nonce = :nonce',
      'unsentEvent.id = :eventId',
    ]);
  });
});
