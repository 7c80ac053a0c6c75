import {
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tooManyRequests } from '../core/errors';
import { replaceErrors } from './replace-errors';

/** A document client with the region, credentials and endpoint of the environment. */
export const createDocumentClient = (client = new DynamoDBClient()): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

/** What throttling is called when it cancels a transaction (API reference, TransactWriteItems). */
const THROTTLING_REASONS = ['ThrottlingError', 'ProvisionedThroughputExceeded'];

const isThrottling = (error: unknown): boolean =>
  error instanceof ProvisionedThroughputExceededException ||
  error instanceof RequestLimitExceeded ||
  error instanceof ThrottlingException ||
  (error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(({ Code }) => THROTTLING_REASONS.includes(Code ?? '')));

/**
 * Makes a client throw what `report` makes when the table throttles, after the SDK's own retries. For functions that
 * answer HTTP requests only: behind a queue, throttling must stay an error that is retried.
 */
export const reportThrottling = (
  client: DynamoDBDocumentClient,
  report: () => Error = tooManyRequests,
): DynamoDBDocumentClient => replaceErrors(client, isThrottling, report);
