import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { tooManyRequests } from '../core/errors';
import type { ImageCounter } from '../core/ports';
import { countPks } from './dynamo-keys';

const MAX_ATTEMPTS = 5;
const PAUSE_MILLISECONDS = 50;

/** Reads the count that `DynamoImageRepository` keeps: one batch of a fixed size, however many images there are. */
export class DynamoImageCounter implements ImageCounter {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  /** @throws DomainError `too-many-requests` when DynamoDB throttles: it leaves keys unread again and again */
  async count(accountHash: string): Promise<number> {
    let pending: BatchGetCommandOutput['UnprocessedKeys'] = {
      [this.tableName]: { Keys: countPks(accountHash).map((pk) => ({ pk })), ConsistentRead: true },
    };
    let images = 0;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const output: BatchGetCommandOutput = await this.client.send(
        new BatchGetCommand({ RequestItems: pending }),
      );
      for (const item of output.Responses?.[this.tableName] ?? []) images += Number(item['images'] ?? 0);
      pending = output.UnprocessedKeys;
      if (!pending || Object.keys(pending).length === 0) return images;
      await wait(PAUSE_MILLISECONDS * attempt);
    }
    throw tooManyRequests();
  }
}
