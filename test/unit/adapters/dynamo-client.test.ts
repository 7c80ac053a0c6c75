import {
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ResourceNotFoundException,
  ThrottlingException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient, reportThrottling } from '../../../lambdas/adapters/dynamo-client';
import { deliveryBusy } from '../../../lambdas/core/delivery/delivery-error';

const failingClient = (error: Error) =>
  new DynamoDBClient({
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { handle: () => Promise.reject(error) },
  });

const get = new GetCommand({ TableName: 'table', Key: { pk: 'x' } });
const details = { message: 'slow down', $metadata: {} };
const cancelled = (Code: string) =>
  new TransactionCanceledException({ ...details, CancellationReasons: [{ Code: 'None' }, { Code }] });

describe('a client that reports throttling', () => {
  it.each([
    new ProvisionedThroughputExceededException(details),
    new RequestLimitExceeded(details),
    new ThrottlingException(details),
    cancelled('ThrottlingError'),
    cancelled('ProvisionedThroughputExceeded'),
  ])('throws a domain error for $name', async (error) => {
    const client = reportThrottling(createDocumentClient(failingClient(error)));

    await expect(client.send(get)).rejects.toMatchObject({ name: 'DomainError', code: 'too-many-requests' });
  });

  it('throws another error where callers know another one', async () => {
    const throttled = createDocumentClient(failingClient(new ThrottlingException(details)));
    const client = reportThrottling(throttled, deliveryBusy);

    await expect(client.send(get)).rejects.toMatchObject({ name: 'DeliveryError', failure: 'busy' });
  });

  it.each([
    new ResourceNotFoundException(details),
    new TypeError('a bug'),
    cancelled('ConditionalCheckFailed'),
    cancelled('TransactionConflict'),
  ])('passes $name on', async (error) => {
    const client = reportThrottling(createDocumentClient(failingClient(error)));

    await expect(client.send(get)).rejects.toBe(error);
  });
});

it('a plain client throws what DynamoDB said', async () => {
  const error = new ThrottlingException(details);

  await expect(createDocumentClient(failingClient(error)).send(get)).rejects.toBe(error);
});
