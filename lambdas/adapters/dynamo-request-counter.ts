import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RequestCounter, RequestWindow } from '../core/ports';
import { ratePk } from './dynamo-keys';

/** Requests of tokens, one item for each token and window; TTL sweeps them after their window. */
export class DynamoRequestCounter implements RequestCounter {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async count(tokenHash: string, { startsAtSeconds, endsAtSeconds }: RequestWindow): Promise<number> {
    const { Attributes } = await this.client.send(
      new UpdateCommand({
        TableName: this.tableName,
        Key: { pk: ratePk(tokenHash, startsAtSeconds) },
        UpdateExpression: 'ADD #requests :one SET #ttl = :end',
        ExpressionAttributeNames: { '#requests': 'requests', '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':one': 1, ':end': endsAtSeconds },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(Attributes?.['requests']);
  }
}
