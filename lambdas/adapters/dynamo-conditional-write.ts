import { setTimeout as wait } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

/**
 * Of a write that meets transactions on the same item. The pauses between so many take 1.3 seconds on average and 2.5 at
 * most; more conflicts in a row are no coincidence.
 */
const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_MILLISECONDS = 20;

/** How a conditional write ended. */
export type Conditional<T> =
  | { readonly holds: true; readonly result: T }
  | {
      readonly holds: false;
      /**
       * The SDK had sent this write before and got no answer. It may have got through then, in which case the condition
       * failed on its own result: only what is stored now tells.
       */
      readonly wasSentBefore: boolean;
    };

/**
 * Runs a write that DynamoDB refuses while a transaction touches the same item (developer guide, "Transaction conflict
 * handling"), which the SDK does not retry by itself, until there is no conflict, with random pauses.
 * @throws the last conflict when they do not end, and everything else
 */
const withoutConflict = async <T>(
  write: () => Promise<T>,
  isConflict: (error: unknown) => boolean,
): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isConflict(error) || attempt === MAX_ATTEMPTS) throw error;
      await wait(Math.random() * FIRST_PAUSE_MILLISECONDS * 2 ** (attempt - 1));
    }
  }
};

/**
 * Runs a conditional write of one item and tells whether its condition held.
 * @throws everything that is no failed condition
 */
export const conditionally = async <T>(write: () => Promise<T>): Promise<Conditional<T>> => {
  try {
    const isConflict = (error: unknown) => error instanceof TransactionConflictException;
    return { holds: true, result: await withoutConflict(write, isConflict) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { holds: false, wasSentBefore: (error.$metadata.attempts ?? 1) > 1 };
  }
};

/** Runs a conditional write of one item; false when its condition did not hold. */
export const holds = async (write: () => Promise<object>): Promise<boolean> =>
  (await conditionally(write)).holds;

const hasReason = (error: TransactionCanceledException, code: string): boolean =>
  error.CancellationReasons?.some((reason) => reason.Code === code) ?? false;

/**
 * Writes all items or none; false when a condition did not hold. The SDK's own repetitions carry a token, so that one
 * that got through is not run again.
 * @throws the last TransactionCanceledException when conflicts do not end, and everything else
 */
export const transact = async (
  client: DynamoDBDocumentClient,
  items: NonNullable<TransactWriteCommandInput['TransactItems']>,
): Promise<boolean> => {
  try {
    await withoutConflict(
      () => client.send(new TransactWriteCommand({ TransactItems: items })),
      (error) =>
        error instanceof TransactionCanceledException &&
        !hasReason(error, 'ConditionalCheckFailed') &&
        hasReason(error, 'TransactionConflict'),
    );
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException && hasReason(error, 'ConditionalCheckFailed'))
      return false;
    throw error;
  }
};
