import { setTimeout as wait } from 'node:timers/promises';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_MILLISECONDS = 20;

/** Awaits a conditional write; undefined when its condition did not hold. Everything else passes through. */
export const resultOf = async <T>(write: Promise<T>): Promise<T | undefined> => {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
};

/** Awaits a conditional write; false when its condition did not hold. */
export const holds = async (write: Promise<object>): Promise<boolean> =>
  (await resultOf(write)) !== undefined;

const hasReason = (error: TransactionCanceledException, code: string): boolean =>
  error.CancellationReasons?.some((reason) => reason.Code === code) ?? false;

/**
 * Writes all items or none; false when a condition did not hold. Two transactions that touch the same item at the
 * same time are both correct and DynamoDB still cancels one (developer guide, "Transaction conflict handling"), which
 * the SDK does not retry by itself, so it is tried again after a random pause.
 * @throws the last TransactionCanceledException when conflicts do not end, and everything else
 */
export const transact = async (
  client: DynamoDBDocumentClient,
  items: NonNullable<TransactWriteCommandInput['TransactItems']>,
): Promise<boolean> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: items }));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      if (hasReason(error, 'ConditionalCheckFailed')) return false;
      if (!hasReason(error, 'TransactionConflict') || attempt === MAX_ATTEMPTS) throw error;
      await wait(Math.random() * FIRST_PAUSE_MILLISECONDS * 2 ** attempt);
    }
  }
};
