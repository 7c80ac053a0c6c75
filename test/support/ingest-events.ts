import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SQSEvent, SQSRecord } from 'aws-lambda';

const golden = (name: string): string =>
  readFileSync(path.join(__dirname, '../fixtures/events', name), 'utf8');

/** What S3 sends when a notification is set up. */
export const s3TestEvent = (): string => golden('s3-test-event.json');

/** One record of an S3 notification: a captured one with another key, time or name. `key` is encoded as given. */
export const s3Record = ({
  key,
  eventTime,
  eventName,
}: {
  key?: string;
  eventTime?: string;
  eventName?: string;
} = {}) => {
  const [record] = JSON.parse(golden('s3-object-created.json')).Records;
  if (key !== undefined) record.s3.object.key = key;
  return {
    ...record,
    ...(eventTime === undefined ? {} : { eventTime }),
    ...(eventName === undefined ? {} : { eventName }),
  };
};

/** The body of a queue message with these records. */
export const s3Notification = (...records: readonly object[]): string => JSON.stringify({ Records: records });

/** What Lambda gets from the queue; messages are called `message-0` and on. */
export const sqsEvent = (...bodies: readonly string[]): SQSEvent => ({
  Records: bodies.map(
    (body, index) =>
      ({
        messageId: `message-${index}`,
        body,
        attributes: { ApproximateReceiveCount: '2' },
        eventSource: 'aws:sqs',
      }) as unknown as SQSRecord,
  ),
});
