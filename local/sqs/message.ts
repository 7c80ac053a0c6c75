import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from '../template/pseudo-parameters';

/** A message as it is kept on disk. */
export interface StoredMessage {
  readonly messageId: string;
  readonly body: string;
  /** Unix milliseconds. */
  readonly sentAt: number;
  /** Unix milliseconds; absent until it is received. */
  readonly firstReceivedAt?: number;
  readonly receiveCount: number;
  /** The queue it came from, for a message in a dead-letter queue. */
  readonly sourceArn?: string;
}

/** A message given to a consumer; the handle is good until the message is received again. */
export interface ReceivedMessage extends StoredMessage {
  readonly receiptHandle: string;
}

/** The record of Lambda's SQS event (Lambda developer guide, "Example Amazon SQS message event"). */
export const sqsRecord = (message: ReceivedMessage, queueArn: string): SQSRecord => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: LOCAL_ACCOUNT_ID,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(message.sourceArn === undefined ? {} : { DeadLetterQueueSourceArn: message.sourceArn }),
  },
  messageAttributes: {},
  md5OfBody: createHash('md5').update(message.body).digest('hex'),
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: LOCAL_REGION,
});
