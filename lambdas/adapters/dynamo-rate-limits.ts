import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { RateLimit, RateLimitDeps } from '../core/rate-limit';
import { DynamoRequestCounter } from './dynamo-request-counter';

/** What holds callers to a limit with counts in the table; nothing when there is no limit. */
export const dynamoRateLimits = (
  limit: RateLimit | undefined,
  client: DynamoDBDocumentClient,
  tableName: string,
): RateLimitDeps | undefined => limit && { limit, counter: new DynamoRequestCounter(client, tableName) };
